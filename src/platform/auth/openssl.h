// What this room shares over OpenSSL: things that free themselves, and its failures as exceptions.
#pragma once

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace patente::auth {

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* thing) const {
        release(thing);
    }
};
using OwnedKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;

inline void check(bool good, const char* what) {
    if (good) return;
    const auto code = ERR_get_error();
    ERR_clear_error();
    throw std::runtime_error(std::string("OpenSSL: ") + what +
                             (code != 0 ? std::string(": ") + ERR_error_string(code, nullptr) : ""));
}

inline const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

inline std::string sha256_of(std::string_view text) {
    std::string digest(32, '\0');
    check(EVP_Digest(text.data(), text.size(), bytes_of(digest), nullptr, EVP_sha256(), nullptr) == 1, "computing SHA-256");
    return digest;
}

}  // namespace patente::auth
