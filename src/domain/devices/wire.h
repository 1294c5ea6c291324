// JSON of /v1/devices.
#pragma once

#include "domain/devices/model.h"

namespace patente::devices::wire {

struct DeviceOut : Settings {
    DeviceId id;
    int version = 1;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "Device";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &DeviceOut::id),
                       json::field("version", &DeviceOut::version).help("Rises with each edit; also the ETag.")},
            Settings::fields(),
            std::tuple{json::field("created_at", &DeviceOut::created_at), json::field("changed_at", &DeviceOut::changed_at)});
    }
};

inline DeviceOut view_of(const Device& device) {
    return {device.settings, device.id, device.version, device.created_at, device.changed_at};
}

}  // namespace patente::devices::wire
