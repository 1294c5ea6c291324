// What other rooms may see of captures.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "base/json.h"
#include "domain/sightings/contract.h"

namespace patente::captures {

struct CaptureTag;
using CaptureId = Id<CaptureTag>;

// Tell "captures.received": a photo came in and is kept.
struct CaptureReceived {
    static constexpr std::string_view event = "captures.received";

    CaptureId capture;
    std::string device;                     // "" when none was named
    std::optional<CaptureId> duplicate_of;  // the capture that first brought these bytes

    static constexpr auto fields() {
        return std::tuple{json::field("capture", &CaptureReceived::capture), json::field("device", &CaptureReceived::device),
                          json::field("duplicate_of", &CaptureReceived::duplicate_of)};
    }
};

// Tell "captures.read": a photo was read, or its reading was given up.
struct CaptureRead {
    static constexpr std::string_view event = "captures.read";

    CaptureId capture;
    std::string state;                        // "read", "failed"
    std::string plate;                        // of the reading that stands for the photo; "" for none
    double confidence = 0;                    // P(it is right)
    std::optional<std::string> nothing_read;  // why there is no reading
    std::optional<sightings::SightingId> sighting;

    static constexpr auto fields() {
        return std::tuple{json::field("capture", &CaptureRead::capture),
                          json::field("state", &CaptureRead::state),
                          json::field("plate", &CaptureRead::plate),
                          json::field("confidence", &CaptureRead::confidence),
                          json::field("nothing_read", &CaptureRead::nothing_read),
                          json::field("sighting", &CaptureRead::sighting)};
    }
};

}  // namespace patente::captures
