// What a device must be, and what it counts for. Pure.
#pragma once

#include "base/result.h"
#include "domain/devices/model.h"

namespace patente::devices {

// What is known beside the settings themselves.
struct Surroundings {
    bool name_taken = false;   // by another device
    bool zone_exists = false;  // of the zone that is named
};

// Error: invalid "device-invalid" with every fault: a name that another device has, a zone that is not there, a direction
// without a zone.
Result<> checked(const Settings& settings, const Surroundings& around);

Registered registered(const Settings& settings);

}  // namespace patente::devices
