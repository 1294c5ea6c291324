// What Plate Recognizer's Stream and Snapshot send to a webhook: {"hook": {…}, "data": {camera_id, timestamp, results}}.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/sightings/contract.h"

namespace patente::sightings::plate_recognizer {

// The sightings of one such message, without what the request itself brings (key, time of arrival, evidence). Fields that
// are not used may be anything. Errors: malformed "json-malformed"; invalid "camera-message-invalid" with every bad field.
struct Seen {
    std::string device;  // the camera_id
    std::optional<Instant> at;
    std::vector<NewSighting> plates;
};
Result<Seen> seen_in(const std::string& text);

}  // namespace patente::sightings::plate_recognizer
