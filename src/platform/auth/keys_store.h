// The table auth_keys. Every function runs in the caller's transaction.
#pragma once

#include "platform/auth/keys.h"

namespace patente::auth {

void add_key(storage::Session& session, const Key& key, const std::string& hash);
std::optional<Key> key_by_hash(storage::Session& session, const std::string& hash);
std::vector<Key> all_keys(storage::Session& session);                      // oldest first
bool revoke_key(storage::Session& session, const KeyId& id, Instant now);  // false: no such key

}  // namespace patente::auth
