// What decides whether two sightings are one, and what a correction changes.
#pragma once

#include "domain/sightings/model.h"

namespace patente::sightings {

constexpr std::chrono::seconds merge_window{60};

// Two places are one when they lie within their accuracies together, at least 50 m and at most 250 m, or when both name
// the same zone. None is only the same as none.
bool same_place(const NewSighting& a, const NewSighting& b);

// The device, or the key that sent it where no device is named.
bool same_source(const NewSighting& a, const NewSighting& b);

// True when `next` is `kept` seen once more: same plate, place and source, at most 60 s before it was first seen or
// after it was last seen.
bool merges(const Sighting& kept, const NewSighting& next);

void see_again(Sighting& kept, Instant seen_at);

// The sighting as `wanted` says. A changed plate is certain (a person read it) and leaves the alternatives; changed
// times are flagged anew, against the time of arrival.
Sighting corrected(Sighting sighting, const Corrected& wanted, std::chrono::milliseconds max_age);
Corrected correctable(const Sighting& sighting);

PlateSeen event_of(const Sighting& sighting);

// "future" or "too_old", as for photos.
std::vector<std::string> flags_of(Instant seen_at, Instant arrival, std::chrono::milliseconds max_age);

// By its first 12 bytes: JPEG, PNG or WebP.
bool is_picture(std::string_view head);

}  // namespace patente::sightings
