#include "platform/auth/csrf.h"

#include <openssl/crypto.h>

#include "platform/auth/secret.h"

namespace patente::auth {

std::string csrf_of(std::string_view session) { return hash_of_secret("csrf:" + std::string(session)); }

bool is_csrf_of(std::string_view session, std::string_view token) {
    const auto right = csrf_of(session);
    return token.size() == right.size() && CRYPTO_memcmp(token.data(), right.data(), right.size()) == 0;
}

}  // namespace patente::auth
