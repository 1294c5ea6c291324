// A set of public keys, as a JWKS (RFC 7517): ours, or one of somebody else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/auth/signature.h"

namespace patente::auth {

class KeySet {
public:
    KeySet() = default;
    explicit KeySet(std::vector<PublicKey> keys) : keys_(std::move(keys)) {}

    // Keys of other kinds and uses are left out. 400 "jwks-malformed": no such set, over 256 KiB or over 100 keys.
    static Result<KeySet> read(std::string_view jwks);

    // nullptr when no key of this set has this id and does this.
    const PublicKey* find(std::string_view id, Algorithm algorithm) const;
    std::string text() const;  // {"keys": […]}
    std::size_t size() const { return keys_.size(); }

private:
    std::vector<PublicKey> keys_;
};

}  // namespace patente::auth
