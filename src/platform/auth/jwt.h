// JSON Web Tokens (RFC 7519, RFC 8725), signed with keys of signature.h. What a token says of its key is only a name: it is
// looked up in a set of ours, and the algorithm is the key's.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/auth/jwks.h"

namespace patente::auth {

constexpr std::size_t token_bytes_max = 16 * 1024;
constexpr std::chrono::seconds clock_leeway{60};

// `claims` signed, of this type ("at+jwt", "JWT").
std::string signed_token(const PrivateKey& key, std::string_view type, const json::Object& claims);

// A token before anything of it is believed.
struct UncheckedToken {
    Algorithm algorithm = Algorithm::eddsa;
    std::string key_id, type;  // type: in lower case, without "application/"
    json::Object claims;
    std::string_view signed_part;  // of the token
    std::string signature;
};

// 401 "token-invalid": not three base64url parts of a header with alg, kid and typ alone (and x5t, which is not looked at), and
// an object; over 16 KiB; another algorithm than EdDSA or RS256.
Result<UncheckedToken> taken_apart(std::string_view token);

struct Claims {
    std::string issuer, subject;
    std::vector<std::string> audience;
    Instant issued_at, expires_at;
    json::Object all;

    std::string text(std::string_view name) const;  // "" when it is absent or no string
};

struct Expected {
    std::string type;      // "at+jwt"; "jwt" also stands for a token without a type
    std::string issuer;    // exactly
    std::string audience;  // one of the token's
};

// The claims of a token that is signed by a key of the set, is of the expected type, issuer and audience, and in force, give or
// take a minute: exp, iat and, where it is there, nbf. 401 "token-invalid", "token-expired".
Result<Claims> checked(std::string_view token, const KeySet& keys, const Expected& expected, Instant now);

}  // namespace patente::auth
