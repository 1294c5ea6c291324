#include "domain/webhooks/signing.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace patente::webhooks {
namespace {

constexpr std::string_view prefix = "whsec_";

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

// Throws unless it is what new_secret made.
std::string key_of(std::string_view secret) {
    if (!secret.starts_with(prefix)) throw std::runtime_error("a webhook's secret does not begin with whsec_");
    secret.remove_prefix(prefix.size());
    std::string key(secret.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()),
                                       reinterpret_cast<const unsigned char*>(secret.data()), static_cast<int>(secret.size()));
    if (length < 0) throw std::runtime_error("a webhook's secret is not base64");
    while (secret.ends_with('=')) secret.remove_suffix(1), key.pop_back();
    return key;
}

}  // namespace

std::string new_secret() {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1) throw std::runtime_error("OpenSSL gives no random bytes");
    return std::string(prefix) + base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string signature(std::string_view secret, std::string_view id, Instant at, std::string_view body) {
    const std::string key = key_of(secret), content = fmt::format("{}.{}.{}", id, unix_seconds(at), body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(content.data()),
              content.size(), mac.data(), &length))
        throw std::runtime_error("OpenSSL makes no HMAC");
    return "v1," + base64({reinterpret_cast<const char*>(mac.data()), length});
}

std::vector<std::string> signed_headers(const std::vector<std::string>& secrets, const std::string& id, Instant at,
                                        std::string_view body) {
    std::string signatures;
    for (const auto& secret : secrets) {
        if (!signatures.empty()) signatures += ' ';
        signatures += signature(secret, id, at, body);
    }
    return {"webhook-id: " + id, fmt::format("webhook-timestamp: {}", unix_seconds(at)), "webhook-signature: " + signatures};
}

}  // namespace patente::webhooks
