// The keys that sign tokens and check them: Ed25519 (EdDSA) and RSA with SHA-256 (RS256). A key does one thing: its algorithm
// is its own, whatever a token says.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"

struct evp_pkey_st;

namespace patente::auth {

enum class Algorithm { eddsa, rs256 };
constexpr auto names_of(Algorithm) {
    return std::array<std::pair<Algorithm, std::string_view>, 2>{{{Algorithm::eddsa, "EdDSA"}, {Algorithm::rs256, "RS256"}}};
}

// Cheap to copy; safe from any thread.
class PublicKey {
public:
    // A JWK (RFC 7517, RFC 8037): Ed25519, or RSA of 2048 to 8192 bits, that may sign. nullopt for any other.
    static std::optional<PublicKey> from_jwk(const json::Object& jwk);

    json::Object jwk() const;  // with kid, alg and use
    const std::string& id() const { return id_; }
    Algorithm algorithm() const { return algorithm_; }
    bool verifies(std::string_view bytes, std::string_view signature) const;

private:
    friend class PrivateKey;
    PublicKey(std::shared_ptr<evp_pkey_st> key, Algorithm algorithm, std::string id)
        : key_(std::move(key)), algorithm_(algorithm), id_(std::move(id)) {}

    std::shared_ptr<evp_pkey_st> key_;
    Algorithm algorithm_;
    std::string id_;
};

// The same. Failures of OpenSSL throw std::runtime_error.
class PrivateKey {
public:
    static PrivateKey made(Algorithm algorithm);         // RSA: 2048 bits
    static PrivateKey from_der(std::string_view bytes);  // PKCS #8; throws when it holds no such key

    std::string der() const;
    const PublicKey& public_key() const { return public_key_; }  // its id is its RFC 7638 thumbprint
    const std::string& id() const { return public_key_.id(); }
    Algorithm algorithm() const { return public_key_.algorithm(); }
    std::string signature(std::string_view bytes) const;

private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key);

    PublicKey public_key_;
};

}  // namespace patente::auth
