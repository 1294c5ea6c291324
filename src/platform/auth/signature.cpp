#include "platform/auth/signature.h"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include "base/base64url.h"
#include "platform/auth/openssl.h"

namespace patente::auth {
namespace {

constexpr int rsa_bits = 2048, rsa_bits_max = 8192;
constexpr std::size_t ed25519_bytes = 32;

std::optional<std::string> text_in(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::optional{std::string(*text)} : std::nullopt;
}

std::optional<std::string> bytes_in(const json::Object& object, std::string_view name) {
    const auto text = text_in(object, name);
    return text ? from_base64url(*text) : std::nullopt;
}

OwnedKey ed25519_of(const json::Object& jwk) {
    const auto point = bytes_in(jwk, "x");
    if (text_in(jwk, "crv") != "Ed25519" || !point || point->size() != ed25519_bytes) return nullptr;
    return OwnedKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(std::string_view(*point)), point->size()));
}

OwnedKey rsa_of(const json::Object& jwk) {
    const auto n = bytes_in(jwk, "n"), e = bytes_in(jwk, "e");
    if (!n || !e || n->size() > rsa_bits_max / 8 || e->empty() || e->size() > 8) return nullptr;
    const Number modulus(BN_bin2bn(bytes_of(std::string_view(*n)), static_cast<int>(n->size()), nullptr));
    const Number exponent(BN_bin2bn(bytes_of(std::string_view(*e)), static_cast<int>(e->size()), nullptr));
    if (!modulus || !exponent || BN_num_bits(modulus.get()) < rsa_bits || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get()))
        return nullptr;
    const std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    const std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return OwnedKey(key);
}

std::string number_in(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    check(EVP_PKEY_get_bn_param(key, name, &number) == 1, "reading a key");
    const Number owned(number);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, bytes_of(bytes));
    return base64url(bytes);
}

std::string point_of(const EVP_PKEY* key) {
    std::string bytes(ed25519_bytes, '\0');
    std::size_t length = bytes.size();
    check(EVP_PKEY_get_raw_public_key(key, bytes_of(bytes), &length) == 1, "reading a key");
    return base64url(bytes);
}

// RFC 7638: the required members alone, in order of name.
std::string thumbprint(const EVP_PKEY* key, Algorithm algorithm) {
    const auto text = algorithm == Algorithm::eddsa
                          ? fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", point_of(key))
                          : fmt::format(R"({{"e":"{}","kty":"RSA","n":"{}"}})", number_in(key, OSSL_PKEY_PARAM_RSA_E),
                                        number_in(key, OSSL_PKEY_PARAM_RSA_N));
    return base64url(sha256_of(text));
}

Algorithm algorithm_of(const EVP_PKEY* key) {
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_ED25519: return Algorithm::eddsa;
        case EVP_PKEY_RSA: return Algorithm::rs256;
        default: throw std::runtime_error("a key of another kind than Ed25519 or RSA");
    }
}

// Ed25519 digests by itself.
const EVP_MD* digest_of(Algorithm algorithm) { return algorithm == Algorithm::rs256 ? EVP_sha256() : nullptr; }

bool may_sign(const json::Object& jwk, Algorithm algorithm) {
    if (text_in(jwk, "use").value_or("sig") != "sig") return false;
    if (text_in(jwk, "alg").value_or(std::string(json::name_of(algorithm))) != json::name_of(algorithm)) return false;
    const auto* operations = jwk.if_contains("key_ops");
    const auto* list = operations ? operations->if_array() : nullptr;
    return !operations || (list && std::ranges::find(*list, json::Value("verify")) != list->end());
}

}  // namespace

std::optional<PublicKey> PublicKey::from_jwk(const json::Object& jwk) {
    const auto kind = text_in(jwk, "kty");
    const auto algorithm = kind == "OKP" ? Algorithm::eddsa : Algorithm::rs256;
    if ((kind != "OKP" && kind != "RSA") || !may_sign(jwk, algorithm)) return std::nullopt;
    std::shared_ptr<EVP_PKEY> key = algorithm == Algorithm::eddsa ? ed25519_of(jwk) : rsa_of(jwk);
    ERR_clear_error();
    if (!key) return std::nullopt;
    return PublicKey(std::move(key), algorithm, text_in(jwk, "kid").value_or(""));
}

json::Object PublicKey::jwk() const {
    json::Object jwk{{"kid", id_}, {"use", "sig"}, {"alg", boost::json::string_view(json::name_of(algorithm_))}};
    if (algorithm_ == Algorithm::eddsa) {
        jwk["kty"] = "OKP";
        jwk["crv"] = "Ed25519";
        jwk["x"] = point_of(key_.get());
    } else {
        jwk["kty"] = "RSA";
        jwk["n"] = number_in(key_.get(), OSSL_PKEY_PARAM_RSA_N);
        jwk["e"] = number_in(key_.get(), OSSL_PKEY_PARAM_RSA_E);
    }
    return jwk;
}

bool PublicKey::verifies(std::string_view bytes, std::string_view signature) const {
    const DigestContext context(EVP_MD_CTX_new());
    check(context && EVP_DigestVerifyInit(context.get(), nullptr, digest_of(algorithm_), nullptr, key_.get()) == 1,
          "checking a signature");
    const bool good = EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
    if (!good) ERR_clear_error();
    return good;
}

PrivateKey::PrivateKey(std::shared_ptr<evp_pkey_st> key)
    : public_key_(key, algorithm_of(key.get()), thumbprint(key.get(), algorithm_of(key.get()))) {}

PrivateKey PrivateKey::made(Algorithm algorithm) {
    OwnedKey key(algorithm == Algorithm::eddsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                               : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{rsa_bits}));
    check(key != nullptr, "making a key");
    return PrivateKey(std::move(key));
}

PrivateKey PrivateKey::from_der(std::string_view bytes) {
    const auto* at = bytes_of(bytes);
    OwnedKey key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(bytes.size())));
    check(key != nullptr, "reading a private key");
    return PrivateKey(std::move(key));
}

std::string PrivateKey::der() const {
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Release<PKCS8_PRIV_KEY_INFO_free>> info(EVP_PKEY2PKCS8(public_key_.key_.get()));
    check(info != nullptr, "writing a private key");
    unsigned char* written = nullptr;
    const int length = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &written);
    check(length > 0, "writing a private key");
    std::string der(reinterpret_cast<const char*>(written), static_cast<std::size_t>(length));
    OPENSSL_clear_free(written, static_cast<std::size_t>(length));
    return der;
}

std::string PrivateKey::signature(std::string_view bytes) const {
    const DigestContext context(EVP_MD_CTX_new());
    std::size_t length = 0;
    check(context && EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm()), nullptr, public_key_.key_.get()) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &length, bytes_of(bytes), bytes.size()) == 1,
          "signing");
    std::string signature(length, '\0');
    check(EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(bytes), bytes.size()) == 1, "signing");
    signature.resize(length);
    return signature;
}

}  // namespace patente::auth
