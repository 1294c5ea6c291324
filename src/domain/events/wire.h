// Events as JSON.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"

namespace patente::events::wire {

struct EventOut {
    std::string id;
    std::string type;
    Instant at;
    std::optional<std::string> plate, zone;
    json::Value data;

    static constexpr std::string_view schema_name = "Event";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &EventOut::id).help("Its number in decimal; the next event has the next number."),
                          json::field("type", &EventOut::type).help("What happened, such as parking.closed: see docs/events.md."),
                          json::field("at", &EventOut::at),
                          json::field("plate", &EventOut::plate).help("Normalised; null when it is about none."),
                          json::field("zone", &EventOut::zone).help("A zone's id; null when it is about none."),
                          json::field("data", &EventOut::data).help("Depends on the type.")};
    }
};

// events.following: every event after this one is told.
struct FollowingOut {
    std::string after;

    static constexpr auto fields() { return std::tuple{json::field("after", &FollowingOut::after)}; }
};

// events.missed: these are kept no more.
struct MissedOut {
    std::string first, last;

    static constexpr auto fields() {
        return std::tuple{json::field("first", &MissedOut::first), json::field("last", &MissedOut::last)};
    }
};

}  // namespace patente::events::wire
