// The routes of /v1/watch and /v1/alerts.
#pragma once

#include "domain/watch/feature.h"

namespace patente::watch {

std::vector<http::Route> list_routes(const Dependencies& on);
std::vector<http::Route> alert_routes(const Dependencies& on);

}  // namespace patente::watch
