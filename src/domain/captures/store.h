// The tables of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include <functional>

#include "domain/captures/model.h"
#include "platform/storage/database.h"

namespace patente::captures::store {

void add(storage::Session& session, const Capture& capture);

// The capture that first brought these bytes and whose reading did not fail.
std::optional<Capture> original(storage::Session& session, const std::string& sha256);

// As stored: a duplicate has no readings of its own.
std::optional<Capture> find(storage::Session& session, const CaptureId& id);

// Everything that reading, judging or a person found out: state, time, place, readings, sighting, thumbnail.
void save_outcome(storage::Session& session, const Capture& capture);

// The crop's bytes beside its blob, so that the view `patente` can show them.
void keep_crop(storage::Session& session, const std::string& sha256, const std::string& jpeg);

// It is not read, or not any more; false, and nothing happens, when it was read meanwhile.
bool mark_failed(storage::Session& session, const CaptureId& id, NothingRead why);

// Every blob that rows of this room speak of: photos, thumbnails, crops. Some more than once.
void each_blob(storage::Session& session, const std::function<void(const std::string& sha256)>& act);

// Where a page ended: newest arrival first, and by id among those of one instant.
struct After {
    Instant received_at;
    CaptureId id;
};
std::vector<Capture> page(storage::Session& session, const std::optional<After>& after, int limit);

}  // namespace patente::captures::store
