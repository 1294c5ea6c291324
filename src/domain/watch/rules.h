// Which entries a sighting may be of, with what chance, and which alerts are one. Pure.
#pragma once

#include "domain/vocabulary/reading.h"
#include "domain/watch/model.h"

namespace patente::watch {

constexpr std::chrono::minutes join_time{10};
constexpr std::size_t look_ups_max = 24;  // keys of one sighting

// Where readings may meet this plate: its look-alike key, whole and with each character left out, in each spelling of its region.
std::vector<std::string> keys_of(const std::string& plate, const std::string& region);
// Where to look for entries that a sighting may be of; at most look_ups_max, without repeats.
std::vector<std::string> keys_to_look_up(const sightings::PlateSeen& seen);

// P(the plate that was seen is the listed one), as far as the reading tells.
double chance_of(const sightings::PlateSeen& seen, const std::string& plate, const std::string& region,
                 const Confusions& confusions);

// The entry with its plate normalised and blanks around its words taken away. Error: invalid "watch-entry-invalid".
Result<EntrySettings> checked(EntrySettings settings);

inline bool is_stale(const EntrySettings& entry, Instant at) { return entry.until && *entry.until <= at; }

// What an alert of this hit says.
AlertDetail detail_of(const sightings::PlateSeen& seen, const List& list, const Entry& entry, double chance);

// One more sighting for an alert that is there: within join_time of what it has seen.
bool joins(const Alert& alert, Instant seen_at);
// The alert with that sighting; it shows the likelier of the two.
Alert joined(Alert alert, const AlertDetail& detail, Instant now);

int percent(double chance);  // never 0 nor 100: nothing is certain
SeenOut seen_of(const sightings::PlateSeen& seen);
// The paths of the pictures in it.
AlertDetail with_crops(AlertDetail detail, const AlertId& alert);

}  // namespace patente::watch
