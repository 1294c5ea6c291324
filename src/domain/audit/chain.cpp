#include "domain/audit/chain.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "domain/audit/merkle.h"
#include "domain/audit/rules.h"

namespace patente::audit {

std::string new_salt() {
    Hash bytes{};
    constexpr std::size_t salt_bytes = 16;
    if (RAND_bytes(bytes.data(), salt_bytes) != 1) throw std::runtime_error("OpenSSL gives no random bytes");
    return hex_of(bytes).substr(0, 2 * salt_bytes);
}

std::string hash_of(const KeptPersonal& personal) { return hex_of(sha256_of(personal.salt + personal.content)); }
std::string hash_of(const Entry& entry) { return hex_of(leaf_hash(line_of(entry))); }

}  // namespace patente::audit
