// The routes of devices.
#pragma once

#include "domain/devices/feature.h"

namespace patente::devices {

std::vector<http::Route> routes(const Dependencies& on);

}  // namespace patente::devices
