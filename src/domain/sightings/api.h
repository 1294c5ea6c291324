// The routes of /v1/sightings.
#pragma once

#include "domain/sightings/feature.h"

namespace patente::sightings {

std::vector<http::Route> routes(const Dependencies& dependencies);

}  // namespace patente::sightings
