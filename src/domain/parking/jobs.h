// What parking does when it hears of sightings.
#pragma once

#include "domain/parking/feature.h"

namespace patente::parking {

std::vector<queue::Worker> workers(const Dependencies& dependencies);

}  // namespace patente::parking
