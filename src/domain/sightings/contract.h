// What other rooms may see of sightings: a plate, at a place and a time.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "domain/vocabulary/place.h"
#include "domain/vocabulary/reading.h"

namespace patente::storage {
class Session;
}

namespace patente::sightings {

struct SightingTag;
using SightingId = Id<SightingTag>;

// What is known of a plate that was seen; how captures, the API and cameras hand it over.
struct NewSighting {
    std::string plate;  // normalised
    std::string plate_as_read;
    double confidence = 1;
    std::vector<Alternative> alternatives;  // likeliest first, without `plate` itself
    std::string region;                     // "ar", "br", …; "" when not known
    Instant seen_at;
    std::vector<std::string> time_flags;  // "future", "too_old": such a sighting opens no stay by itself
    std::optional<Place> place;
    std::string device;           // "" when none was named
    std::string key_id;           // the caller's key
    std::string zone;             // a zone the caller named; "" = by place
    std::string capture_id;       // "" when no photo was sent
    std::string evidence_sha256;  // the photo
    std::string crop_sha256;      // the plate cut out of it, JPEG
};

struct Recorded {
    SightingId id;
    bool merged = false;   // the same plate, place and device within 60 s: this sighting stands for it
    std::string event_id;  // of PlateSeen; "" when merged
};

// Ask: keep a sighting and tell PlateSeen, in the caller's transaction. Whoever records a plate waits for others that do,
// so the transaction is Isolation::read_committed: it then sees what they wrote. A serializable one is run again instead.
class Recorder {
public:
    virtual ~Recorder() = default;
    virtual Recorded record(storage::Session& session, const NewSighting& sighting, Instant now) = 0;
    // Many at once, as if one after the other; far cheaper. Those that are not merged share their event_id.
    virtual std::vector<Recorded> record(storage::Session& session, std::span<const NewSighting> sightings, Instant now) = 0;
};

// What a person sets right; what is not set stays.
struct Correction {
    std::optional<std::string> plate;  // normalised
    std::optional<Instant> seen_at;
    std::string key_id, key_name;  // who
};

// Ask: correct a sighting with its line of history and tell PlateCorrected, in the caller's transaction. Gives the
// event's id, "" when nothing changed. Error: not_found "sighting-not-found".
class Corrector {
public:
    virtual ~Corrector() = default;
    virtual Result<std::string> correct(storage::Session& session, const SightingId& sighting, const Correction& correction,
                                        Instant now) = 0;
};

// Tell "sightings.plate_seen": once for each new sighting; and "sightings.plate_corrected" when a person
// changed a plate, a time or a place, with the old plate beside it. A correction may also take the time flags away: then
// the sighting counts like a new one.
struct PlateSeen {
    static constexpr std::string_view event = "sightings.plate_seen";

    SightingId sighting;
    std::string plate;
    double confidence = 1;
    std::vector<Alternative> alternatives;
    Instant seen_at;
    std::vector<std::string> time_flags;
    std::optional<Place> place;
    std::string device;
    std::string zone;
    std::string crop_sha256;  // the plate cut out of the photo, JPEG; "" without a photo

    static constexpr auto fields() {
        return std::tuple{json::field("sighting", &PlateSeen::sighting),
                          json::field("plate", &PlateSeen::plate),
                          json::field("confidence", &PlateSeen::confidence),
                          json::field("alternatives", &PlateSeen::alternatives),
                          json::field("seen_at", &PlateSeen::seen_at),
                          json::field("time_flags", &PlateSeen::time_flags),
                          json::field("place", &PlateSeen::place),
                          json::field("device", &PlateSeen::device),
                          json::field("zone", &PlateSeen::zone),
                          json::field("crop_sha256", &PlateSeen::crop_sha256).or_default()};
    }
};

struct PlateCorrected {
    static constexpr std::string_view event = "sightings.plate_corrected";

    PlateSeen now;  // as it stands after the correction
    std::string plate_before;
    Instant seen_at_before;

    static constexpr auto fields() {
        return std::tuple{json::field("now", &PlateCorrected::now), json::field("plate_before", &PlateCorrected::plate_before),
                          json::field("seen_at_before", &PlateCorrected::seen_at_before)};
    }
};

// Ask: a sighting as it stands, after corrections and merging.
struct Standing {
    PlateSeen now;
    std::string capture_id;  // of the photo that it came from, not of those merged into it; "" for none
};

class Lookup {
public:
    virtual ~Lookup() = default;
    virtual std::optional<Standing> standing(storage::Session& session, const SightingId& sighting) = 0;
};

// Ask: where a plate was before and after an instant.
struct Passage {
    PlateSeen seen;
    Instant seen_until;  // its last look, where several were merged
};

class Trail {
public:
    virtual ~Trail() = default;
    // Of the same plate text, with a place and a time that is not flagged: the last that ended before `seen`, and the first that
    // ended with it or later; not `seen` itself.
    virtual std::vector<Passage> beside(storage::Session& session, const PlateSeen& seen) = 0;
};

}  // namespace patente::sightings
