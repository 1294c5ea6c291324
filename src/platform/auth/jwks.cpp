#include "platform/auth/jwks.h"

#include <algorithm>

namespace patente::auth {
namespace {

constexpr std::size_t bytes_max = 256 * 1024, keys_max = 100;

Failure jwks_malformed() {
    return fail(ErrorKind::malformed, "jwks-malformed",
                {"This is no set of keys (JWKS).", "Esto no es un conjunto de claves (JWKS)."});
}

}  // namespace

Result<KeySet> KeySet::read(std::string_view jwks) {
    if (jwks.size() > bytes_max) return jwks_malformed();
    const auto document = json::parsed(jwks);
    const auto* object = document ? document->if_object() : nullptr;
    const auto* member = object ? object->if_contains("keys") : nullptr;
    const auto* list = member ? member->if_array() : nullptr;
    if (!list || list->size() > keys_max) return jwks_malformed();
    std::vector<PublicKey> keys;
    for (const auto& each : *list) {
        const auto* jwk = each.if_object();
        if (!jwk) return jwks_malformed();
        if (auto key = PublicKey::from_jwk(*jwk)) keys.push_back(*std::move(key));
    }
    return KeySet(std::move(keys));
}

const PublicKey* KeySet::find(std::string_view id, Algorithm algorithm) const {
    const auto found =
        std::ranges::find_if(keys_, [&](const PublicKey& key) { return key.id() == id && key.algorithm() == algorithm; });
    return found == keys_.end() ? nullptr : &*found;
}

std::string KeySet::text() const {
    json::Array keys;
    for (const auto& key : keys_) keys.push_back(key.jwk());
    return json::text_of(json::Value(json::Object{{"keys", std::move(keys)}}));
}

}  // namespace patente::auth
