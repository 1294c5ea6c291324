// What other rooms may see of events: what a reader wants, and how each event is told, whichever way it goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace patente::events {

struct Filter {
    std::vector<std::string> types;  // "sightings.plate_seen", or "sightings" for all of that room; none: every type
    std::string plate;               // normalised; "" = any
    std::string zone;                // "" = any

    bool operator==(const Filter&) const = default;
};

bool wants(const Filter& filter, std::string_view type, std::string_view plate, std::string_view zone);
bool is_type(std::string_view text);  // "room" or "room.event"

struct Happened {
    std::int64_t number = 0;
    std::string type, plate, zone;  // "" where it is about none
    Instant at;
    std::string data;  // a JSON object
};

// The event as JSON, the same for all who follow.
std::string told(const Happened& event);

}  // namespace patente::events
