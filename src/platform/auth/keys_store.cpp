#include "platform/auth/keys_store.h"

#include "platform/storage/soci_types.h"

namespace patente::auth {

using soci::into;
using soci::use;
using storage::Session;

namespace {

std::vector<std::string> permissions_from(const std::string& text) {
    auto permissions = json::read<std::vector<std::string>>(text);
    if (!permissions) throw std::runtime_error("auth_keys holds permissions that are no list: " + text);
    return *std::move(permissions);
}

}  // namespace

void add_key(Session& session, const Key& key, const std::string& hash) {
    const auto permissions = json::text_of(key.permissions);
    session.run(
        "INSERT INTO auth_keys (id, name, hash, permissions, made_at, expires_at) VALUES (:id, :name, :hash, :permissions, :made, :expires)",
        use(key.id), use(key.name), use(hash), use(permissions), use(key.made_at), use(key.expires_at));
}

std::optional<Key> key_by_hash(Session& session, const std::string& hash) {
    Key key;
    std::string permissions;
    if (!session
             .run("SELECT id, name, permissions, made_at, expires_at, revoked_at FROM auth_keys WHERE hash = :hash", use(hash),
                  into(key.id), into(key.name), into(permissions), into(key.made_at), into(key.expires_at), into(key.revoked_at))
             .got_data)
        return std::nullopt;
    key.permissions = permissions_from(permissions);
    return key;
}

std::vector<Key> all_keys(Session& session) {
    std::vector<Key> keys;
    Key key;
    std::string permissions;
    session.for_each(
        [&] {
            key.permissions = permissions_from(permissions);
            keys.push_back(key);
        },
        "SELECT id, name, permissions, made_at, expires_at, revoked_at FROM auth_keys ORDER BY id", into(key.id), into(key.name),
        into(permissions), into(key.made_at), into(key.expires_at), into(key.revoked_at));
    return keys;
}

bool revoke_key(Session& session, const KeyId& id, Instant now) {
    return session.run("UPDATE auth_keys SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL", use(now), use(id))
               .rows_changed > 0;
}

}  // namespace patente::auth
