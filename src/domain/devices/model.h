// The nouns of this room: a device as its operator describes it.
#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "domain/devices/contract.h"

namespace patente::devices {

enum class Kind { camera, phone, gate };
constexpr auto names_of(Kind) {
    return std::array<std::pair<Kind, std::string_view>, 3>{
        {{Kind::camera, "camera"}, {Kind::phone, "phone"}, {Kind::gate, "gate"}}};
}

struct Position {
    double lat = 0, lon = 0;
    std::optional<double> accuracy_m;

    bool operator==(const Position&) const = default;
    static constexpr std::string_view schema_name = "DevicePosition";
    static constexpr auto fields() {
        return std::tuple{json::field("lat", &Position::lat).range(-90, 90).help("Degrees north, WGS 84."),
                          json::field("lon", &Position::lon).range(-180, 180).help("Degrees east."),
                          json::field("accuracy_m", &Position::accuracy_m)
                              .range(0, 1'000'000)
                              .help("Radius of 68 % confidence; 25 m when null.")};
    }
};

struct Settings {
    std::string name;
    Kind kind = Kind::camera;
    std::optional<Position> position;
    std::string zone;
    std::optional<Direction> direction;

    static constexpr std::string_view schema_name = "DeviceSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &Settings::name).length(1, 80).help("What captures and sightings carry as `device`; its own."),
            json::field("kind", &Settings::kind),
            json::field("position", &Settings::position).help("Where it stands; null for one that moves."),
            json::field("zone", &Settings::zone)
                .length(0, 80)
                .or_default()
                .help("The parking zone that it sees; empty = by place."),
            json::field("direction", &Settings::direction)
                .help("Which way vehicles pass it: in or out, of its zone; null when it sees both.")};
    }
};

struct Device {
    DeviceId id;
    int version = 1;  // rises with each edit
    Settings settings;
    Instant created_at, changed_at;
};

}  // namespace patente::devices
