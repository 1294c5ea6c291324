// API keys: made, shown once, found again by their hash, revoked.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "platform/auth/caller.h"
#include "platform/storage/database.h"

namespace patente::auth {

struct KeyTag;
using KeyId = Id<KeyTag>;

struct Key {
    KeyId id;
    std::string name;
    std::vector<std::string> permissions;
    Instant made_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> revoked_at;
    std::vector<std::string> zones, devices;  // what it is limited to; empty = all
};

struct WantedKey {
    std::string name;  // who or what will use it
    std::vector<std::string> permissions;
    std::optional<Instant> expires_at = {};
    std::vector<std::string> zones = {}, devices = {};  // that there are
};

struct NewKey {
    KeyId id;
    Instant made_at;
    std::string secret;  // "pat_" and 43 base64url characters; kept nowhere
};

std::vector<storage::Migration> migrations();

// What is wrong with a wanted key. `known`: every permission there is, beside "*".
std::vector<Fault> faults_of(const WantedKey& wanted, const std::vector<std::string>& known, Instant now);
Failure key_invalid(std::vector<Fault> faults);  // invalid "key-invalid"

// Safe from any thread.
class Keys {
public:
    Keys(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // `known`: every permission there is, beside "*". 422 "key-invalid" names each bad field: a name of 1 to 80 characters
    // without control characters, one known permission or more, each once, an end that is still to come.
    Result<NewKey> make(const WantedKey& wanted, const std::vector<std::string>& known);
    std::vector<Key> list();
    Result<> revoke(const KeyId& id);  // not_found "key-not-found"

    // 401 "key-unknown" for a key that is not ours, expired or revoked. "" is the caller that everybody is.
    Result<Caller> caller_of(std::string_view secret);

    // The administrator's key: made at the first start and kept in `file` (0600), on disk before its hash is stored.
    // Gives the secret when it was made now. Several processes may start at once: all come to the same key.
    std::optional<std::string> keep_admin_key(const std::filesystem::path& file);

private:
    struct Seen {
        Result<Caller> caller;
        Instant checked_at;
    };
    Result<Caller> looked_up(const std::string& hash, Instant now);

    storage::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Seen, std::less<>> seen_;  // by hash
};

}  // namespace patente::auth
