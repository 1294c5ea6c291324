// The routes of the till.
#pragma once

#include "domain/till/feature.h"

namespace patente::till {

std::vector<http::Route> routes(const Dependencies& on);

}  // namespace patente::till
