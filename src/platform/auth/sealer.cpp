#include "platform/auth/sealer.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/base64url.h"
#include "platform/auth/openssl.h"
#include "platform/auth/secret.h"

namespace patente::auth {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;

constexpr std::size_t nonce_bytes = 12, tag_bytes = 16;

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    check(RAND_bytes(bytes_of(bytes), static_cast<int>(count)) == 1, "drawing random bytes");
    return bytes;
}

std::string hmac(std::string_view key, std::string_view text) {
    std::string mac(32, '\0');
    unsigned int length = 0;
    check(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), bytes_of(mac), &length) !=
              nullptr,
          "computing HMAC-SHA-256");
    return mac;
}

}  // namespace

std::string Sealer::key_for(std::string_view purpose) {
    const std::lock_guard lock(mutex_);
    if (root_.empty()) root_ = secret_in(file_).secret;
    return hmac(root_, purpose);
}

std::string Sealer::sealed(std::string_view secret, std::string_view about) {
    const auto key = key_for("sealing");
    const auto nonce = random_bytes(nonce_bytes);
    std::string bytes(secret.size(), '\0'), tag(tag_bytes, '\0');
    int length = 0;
    const CipherContext context(EVP_CIPHER_CTX_new());
    check(
        context &&
            EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key)),
                               bytes_of(std::string_view(nonce))) == 1 &&
            EVP_EncryptUpdate(context.get(), nullptr, &length, bytes_of(about), static_cast<int>(about.size())) == 1 &&
            EVP_EncryptUpdate(context.get(), bytes_of(bytes), &length, bytes_of(secret), static_cast<int>(secret.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), bytes_of(bytes) + length, &length) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()) == 1,
        "sealing a secret");
    return base64url(nonce + bytes + tag);
}

std::string Sealer::opened(std::string_view sealed, std::string_view about) {
    const auto key = key_for("sealing");
    const auto all = from_base64url(sealed).value_or("");
    const std::string_view whole(all);
    bool good = whole.size() >= nonce_bytes + tag_bytes;
    std::string secret;
    if (good) {
        const auto body = whole.substr(nonce_bytes, whole.size() - nonce_bytes - tag_bytes);
        std::string tag(whole.substr(whole.size() - tag_bytes));
        secret.resize(body.size());
        int length = 0;
        const CipherContext context(EVP_CIPHER_CTX_new());
        good = context &&
               EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key)), bytes_of(whole)) ==
                   1 &&
               EVP_DecryptUpdate(context.get(), nullptr, &length, bytes_of(about), static_cast<int>(about.size())) == 1 &&
               EVP_DecryptUpdate(context.get(), bytes_of(secret), &length, bytes_of(body), static_cast<int>(body.size())) == 1 &&
               EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
               EVP_DecryptFinal_ex(context.get(), bytes_of(secret) + length, &length) == 1;
    }
    ERR_clear_error();
    if (!good)
        throw std::runtime_error(file_.string() +
                                 " is not the file that the database's secrets were sealed with; put that one back");
    return secret;
}

std::string Sealer::derived(std::string_view purpose, std::string_view text) {
    return base64url(hmac(key_for("deriving"), std::string(purpose) + '\0' + std::string(text)));
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace patente::auth
