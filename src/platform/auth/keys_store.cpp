#include "platform/auth/keys_store.h"

#include <fmt/format.h>

#include "platform/storage/soci_types.h"

namespace patente::auth {

using soci::into;
using soci::use;
using storage::Session;

namespace {

constexpr std::string_view columns = "id, name, permissions, made_at, expires_at, revoked_at, zones, devices";

std::vector<std::string> list_from(const std::string& text) {
    auto list = json::read<std::vector<std::string>>(text);
    if (!list) throw std::runtime_error("auth_keys holds what should be a list: " + text);
    return *std::move(list);
}

std::vector<Key> keys_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Key> keys;
    Key key;
    std::string permissions, zones, devices;
    session.for_each(
        [&] {
            key.permissions = list_from(permissions);
            key.zones = list_from(zones);
            key.devices = list_from(devices);
            keys.push_back(key);
        },
        fmt::format("SELECT {} FROM auth_keys {}", columns, rest), uses..., into(key.id), into(key.name), into(permissions),
        into(key.made_at), into(key.expires_at), into(key.revoked_at), into(zones), into(devices));
    return keys;
}

}  // namespace

void add_key(Session& session, const Key& key, const std::string& hash) {
    const auto permissions = json::text_of(key.permissions), zones = json::text_of(key.zones),
               devices = json::text_of(key.devices);
    session.run(
        "INSERT INTO auth_keys (id, name, hash, permissions, made_at, expires_at, zones, devices) "
        "VALUES (:id, :name, :hash, :permissions, :made, :expires, :zones, :devices)",
        use(key.id), use(key.name), use(hash), use(permissions), use(key.made_at), use(key.expires_at), use(zones), use(devices));
}

std::optional<Key> key_by_hash(Session& session, const std::string& hash) {
    auto found = keys_of(session, "WHERE hash = :hash", use(hash));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Key> all_keys(Session& session) { return keys_of(session, "ORDER BY id"); }

bool revoke_key(Session& session, const KeyId& id, Instant now) {
    return session.run("UPDATE auth_keys SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL", use(now), use(id))
               .rows_changed > 0;
}

}  // namespace patente::auth
