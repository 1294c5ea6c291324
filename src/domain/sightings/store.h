// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/sightings/model.h"
#include "platform/storage/database.h"

namespace patente::sightings::store {

// Puts plates that are new into the table of distinct plates, from which the database keeps its trigram index, and makes
// others who want these plates wait until this transaction ends: what it then reads of them is all there is.
void take_plates(storage::Session& session, std::span<const std::string> plates);
// The kept sightings of these plates whose time, widened by the merge window, touches from `first` to `last`.
std::vector<Sighting> near_in_time(storage::Session& session, std::span<const std::string> plates, Instant first, Instant last);
void add(storage::Session& session, std::span<const Sighting> sightings);  // their plates were taken
void see_again(storage::Session& session, const Sighting& kept, Instant seen_at);

// Of a plate, the last that ended before `at` and the first that ended then or later, of those with a place and unflagged times.
std::vector<Sighting> beside(storage::Session& session, const std::string& plate, Instant at, const SightingId& but_not);

std::optional<Sighting> find(storage::Session& session, const SightingId& id);

// Newest first, those after `after`, at most `limit`. A page may be shorter than `limit` and still have a next one
// when few of very many rows lie in the area.
Page page(storage::Session& session, const Search& search, const std::optional<After>& after, int limit);

// Writes the sighting as corrected (its version raised by one) and its line of history.
void save_correction(storage::Session& session, const Sighting& now, const Change& change);
std::vector<Change> history(storage::Session& session, const SightingId& id);

}  // namespace patente::sightings::store
