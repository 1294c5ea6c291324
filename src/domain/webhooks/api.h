// The routes of /v1/webhooks.
#pragma once

#include "domain/webhooks/feature.h"

namespace patente::webhooks {

std::vector<http::Route> routes(const Dependencies& on);

}  // namespace patente::webhooks
