#include "platform/auth/keys.h"

#include <algorithm>

#include "platform/auth/keys_store.h"
#include "platform/auth/secret.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;

constexpr auto memory_time = 900ms;  // a revoked key is refused within a second
constexpr std::size_t seen_max = 10'000;
constexpr std::size_t name_length_max = 80;

Failure key_unknown() {
    return fail(
        ErrorKind::unauthenticated, "key-unknown",
        {"This key is not known here, or it was revoked or has expired.", "Esta clave no existe aquí, fue revocada o venció."});
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

void check_permission(const WantedKey& wanted, std::size_t number, const std::vector<std::string>& known,
                      std::vector<Fault>& faults) {
    const auto& permission = wanted.permissions[number];
    const auto pointer = "/permissions/" + std::to_string(number);
    const auto first = std::ranges::find(wanted.permissions, permission) - wanted.permissions.begin();
    if (permission != "*" && std::ranges::find(known, permission) == known.end())
        faults.push_back({pointer,
                          "unknown",
                          {"No permission is called \"" + permission + "\"; there are: " + joined(known) + ", and * for all.",
                           "Ningún permiso se llama «" + permission + "»; hay: " + joined(known) + ", y * para todos."}});
    else if (first != static_cast<std::ptrdiff_t>(number))
        faults.push_back({pointer, "duplicate", {permission + " is named twice.", permission + " está dos veces."}});
}

}  // namespace

std::vector<Fault> faults_of(const WantedKey& wanted, const std::vector<std::string>& known, Instant now) {
    std::vector<Fault> faults;
    if (wanted.name.empty() || wanted.name.size() > name_length_max || std::ranges::any_of(wanted.name, is_control))
        faults.push_back(
            {"/name",
             "length",
             {"1 to 80 characters, without control characters.", "De 1 a 80 caracteres, sin caracteres de control."}});
    if (wanted.permissions.empty())
        faults.push_back(
            {"/permissions", "required", {"Name one at least, or * for all.", "Indique al menos uno, o * para todos."}});
    for (std::size_t i = 0; i < wanted.permissions.size(); ++i) check_permission(wanted, i, known, faults);
    if (wanted.expires_at && *wanted.expires_at <= now)
        faults.push_back({"/expires_at", "range", {"It lies in the past.", "Ya pasó."}});
    return faults;
}

Failure key_invalid(std::vector<Fault> faults) {
    return fail(ErrorKind::invalid, "key-invalid", {"The key is not right; see errors.", "La clave no está bien; ver errores."},
                std::move(faults));
}

Result<NewKey> Keys::make(const WantedKey& wanted, const std::vector<std::string>& known) {
    const Instant now = clock_.now();
    if (auto faults = faults_of(wanted, known, now); !faults.empty()) return key_invalid(std::move(faults));
    const Key key{.id = KeyId::made_at(now),
                  .name = wanted.name,
                  .permissions = wanted.permissions,
                  .made_at = now,
                  .expires_at = wanted.expires_at,
                  .zones = wanted.zones,
                  .devices = wanted.devices};
    const auto secret = new_secret();
    database_.write([&](storage::Session& session) { add_key(session, key, hash_of_secret(secret)); });
    return NewKey{.id = key.id, .made_at = now, .secret = secret};
}

std::vector<Key> Keys::list() {
    return database_.read([](storage::Session& session) { return all_keys(session); });
}

Result<> Keys::revoke(const KeyId& id) {
    const bool revoked = database_.write([&](storage::Session& session) { return revoke_key(session, id, clock_.now()); });
    if (!revoked)
        return fail(ErrorKind::not_found, "key-not-found",
                    {"No key that is in force has this id.", "Ninguna clave vigente tiene este id."});
    const std::lock_guard lock(mutex_);
    seen_.clear();
    return {};
}

Result<Caller> Keys::caller_of(std::string_view secret) {
    if (secret.empty()) return Caller{};
    if (!is_secret(secret)) return key_unknown();
    const Instant now = clock_.now();
    const std::string hash = hash_of_secret(secret);
    {
        const std::lock_guard lock(mutex_);
        const auto found = seen_.find(hash);
        if (found != seen_.end() && now - found->second.checked_at < memory_time && now >= found->second.checked_at)
            return found->second.caller;
    }
    auto caller = looked_up(hash, now);
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= seen_max) seen_.clear();
    seen_.insert_or_assign(hash, Seen{caller, now});
    return caller;
}

// The table is asked by the hash of the secret, so the time it takes tells nothing about any secret.
Result<Caller> Keys::looked_up(const std::string& hash, Instant now) {
    const auto key = database_.read([&](storage::Session& session) { return key_by_hash(session, hash); });
    if (!key || key->revoked_at || (key->expires_at && *key->expires_at <= now)) return key_unknown();
    return Caller{.id = key->id.text(),
                  .kind = CallerKind::key,
                  .name = key->name,
                  .permissions = key->permissions,
                  .zones = key->zones,
                  .devices = key->devices};
}

std::optional<std::string> Keys::keep_admin_key(const std::filesystem::path& file) {
    const auto kept = secret_in(file);
    const auto hash = hash_of_secret(kept.secret);
    const Instant now = clock_.now();
    const Key admin{.id = KeyId::made_at(now), .name = "admin", .permissions = {"*"}, .made_at = now};
    database_.write([&](storage::Session& session) {
        if (!key_by_hash(session, hash)) add_key(session, admin, hash);
    });
    return kept.is_new ? std::optional{kept.secret} : std::nullopt;
}

}  // namespace patente::auth
