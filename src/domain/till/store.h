// The table of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/till/model.h"
#include "platform/storage/database.h"

namespace patente::till {

std::vector<storage::Migration> migrations();

namespace store {

void add(storage::Session& session, const Closing& closing);
std::optional<Closing> closing(storage::Session& session, const std::string& number);
// The latest first, those before (closed_at, number); of one key, or of all ("").
std::vector<Closing> closings(storage::Session& session, const std::string& key_id,
                              const std::optional<std::pair<Instant, std::string>>& before, int limit);

}  // namespace store
}  // namespace patente::till
