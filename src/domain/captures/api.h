// The routes of /v1/captures.
#pragma once

#include "domain/captures/feature.h"

namespace patente::captures {

std::vector<http::Route> routes(const Dependencies& dependencies, const Settings& settings);

}  // namespace patente::captures
