#include "domain/oauth/store.h"
#include "platform/storage/soci_types.h"

namespace patente::oauth::store {

using soci::into;
using soci::use;
using storage::Session;

void add(Session& session, const SigningKey& key) {
    session.run(
        "INSERT INTO oauth_signing_keys (id, algorithm, jwk, sealed, made_at, signs_from) "
        "VALUES (:id, :algorithm, :jwk, :sealed, :made, :from)",
        use(key.id), use(key.algorithm), use(key.jwk), use(key.sealed), use(key.made_at), use(key.signs_from));
}

void remove_key(Session& session, const std::string& id) {
    session.run("DELETE FROM oauth_signing_keys WHERE id = :id", use(id));
}

std::vector<SigningKey> signing_keys(Session& session) {
    std::vector<SigningKey> found;
    SigningKey each;
    session.for_each([&] { found.push_back(each); },
                     "SELECT id, algorithm, jwk, sealed, made_at, signs_from FROM oauth_signing_keys ORDER BY id", into(each.id),
                     into(each.algorithm), into(each.jwk), into(each.sealed), into(each.made_at), into(each.signs_from));
    return found;
}

}  // namespace patente::oauth::store
