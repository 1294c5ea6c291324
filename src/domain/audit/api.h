// The routes of /v1/audit.
#pragma once

#include "domain/audit/feature.h"

namespace patente::audit {

std::vector<http::Route> routes(const Dependencies& on);

}  // namespace patente::audit
