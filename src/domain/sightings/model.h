// The nouns of this room: a kept sighting, a person's correction of it, and a search.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/sightings/contract.h"
#include "domain/vocabulary/area.h"
#include "domain/vocabulary/plate.h"
#include "domain/vocabulary/reach.h"

namespace patente::sightings {

struct Sighting {
    SightingId id;
    NewSighting seen;     // as it stands: after corrections
    Instant seen_until;   // later than seen.seen_at once others were merged into it
    int times_seen = 1;   // itself and those merged into it
    int version = 1;      // rises with each correction
    Instant recorded_at;  // when it reached us
};

// Who did it: the key that the request showed.
struct Person {
    std::string key_id;
    std::string name;
};

// What a person may set right afterwards.
struct Corrected {
    std::string plate;
    Instant seen_at;
    std::optional<Place> place;

    bool operator==(const Corrected&) const = default;
    static constexpr std::string_view schema_name = "CorrectedFields";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &Corrected::plate), json::field("seen_at", &Corrected::seen_at),
                          json::field("place", &Corrected::place)};
    }
};

// One line of a sighting's history; versions count from 2, 1 being the sighting as it came.
struct Change {
    int version = 0;
    Instant at;
    Person by;
    Corrected before;
    Corrected after;
};

// What to look for; everything that is set must hold.
struct Search {
    std::string plate;                                     // normalised; with * and ? it is a pattern; "" = any
    bool similar = false;                                  // look-alike characters count as equal
    std::optional<Area> area;                              // those without a place are outside
    std::optional<Instant> from;                           // seen at or after
    std::optional<Instant> to;                             // seen before
    std::string device;                                    // "" = any
    std::optional<double> confidence_min, confidence_max;  // both included
    Reach reach;                                           // of who asks

    bool is_pattern() const { return is_plate_pattern(plate); }
};

// Where a page ended: newest first, and by id among those of one instant.
struct After {
    Instant seen_at;
    SightingId id;
};

struct Page {
    std::vector<Sighting> items;
    std::optional<After> next;  // nullopt: nothing comes after
};

}  // namespace patente::sightings
