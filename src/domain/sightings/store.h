// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/sightings/model.h"
#include "platform/storage/database.h"

namespace patente::sightings::store {

// The kept sighting that `next` is one more of, by rules.h; the latest when there are several.
std::optional<Sighting> mergeable(storage::Session& session, const NewSighting& next);
void add(storage::Session& session, const Sighting& sighting);
void see_again(storage::Session& session, const Sighting& kept, Instant seen_at);

std::optional<Sighting> find(storage::Session& session, const SightingId& id);

// Newest first, those after `after`, at most `limit`. A page may be shorter than `limit` and still have a next one
// when few of very many rows lie in the area.
Page page(storage::Session& session, const Search& search, const std::optional<After>& after, int limit);

// Writes the sighting as corrected (its version raised by one) and its line of history.
void save_correction(storage::Session& session, const Sighting& now, const Change& change);
std::vector<Change> history(storage::Session& session, const SightingId& id);

}  // namespace patente::sightings::store
