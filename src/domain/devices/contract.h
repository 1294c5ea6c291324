// What other rooms may see of devices.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "domain/vocabulary/place.h"
#include "domain/vocabulary/reach.h"

namespace patente::storage {
class Session;
}

namespace patente::devices {

struct DeviceTag;
using DeviceId = Id<DeviceTag>;

// Which way vehicles pass a gate.
enum class Direction { in, out };
constexpr auto names_of(Direction) {
    return std::array<std::pair<Direction, std::string_view>, 2>{{{Direction::in, "in"}, {Direction::out, "out"}}};
}

struct Registered {
    std::string name;
    std::optional<Place> place;          // its source is `device`
    std::string zone;                    // a parking zone's id; "" = by place
    std::optional<Direction> direction;  // at a gate
};

// Ask: what is registered of a device.
class Devices {
public:
    virtual ~Devices() = default;
    virtual std::optional<Registered> named(storage::Session& session, const std::string& name) = 0;
    virtual std::vector<Registered> of_zone(storage::Session& session, const std::string& zone) = 0;
};

// What somebody with these limits reaches.
inline Reach reach_of(Devices& registered, storage::Session& session, const std::vector<std::string>& zones,
                      const std::vector<std::string>& devices) {
    Reach reach{zones, devices, {}};
    for (const auto& zone : zones)
        for (const auto& device : registered.of_zone(session, zone)) reach.devices_there.push_back(device.name);
    return reach;
}

// What this room asks of whoever keeps the zones.
class Zones {
public:
    virtual ~Zones() = default;
    virtual bool exists(storage::Session& session, const std::string& zone) = 0;
};

}  // namespace patente::devices
