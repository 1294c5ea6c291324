#include "platform/auth/totp.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cctype>
#include <stdexcept>

namespace patente::auth {
namespace {

constexpr std::string_view base32_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // RFC 4648, section 6
constexpr std::chrono::seconds step_time{30};

std::string base32(std::string_view bytes) {
    std::string text;
    unsigned int bits = 0;
    int have = 0;
    for (const unsigned char byte : bytes) {
        bits = bits << 8 | byte;
        for (have += 8; have >= 5; have -= 5) text += base32_alphabet[bits >> (have - 5) & 31];
    }
    if (have > 0) text += base32_alphabet[bits << (5 - have) & 31];
    return text;
}

std::string from_base32(std::string_view text) {
    std::string bytes;
    unsigned int bits = 0;
    int have = 0;
    for (const char c : text) {
        const auto value = base32_alphabet.find(c);
        if (value == std::string_view::npos) throw std::runtime_error("a TOTP secret that is no base32_alphabet");
        bits = bits << 5 | static_cast<unsigned int>(value);
        if ((have += 5) < 8) continue;
        have -= 8;
        bytes += static_cast<char>(bits >> have & 0xFF);
    }
    return bytes;
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const unsigned char c : text) {
        const bool is_plain = std::isalnum(c) || std::string_view("-._~").contains(static_cast<char>(c));
        if (is_plain)
            encoded += static_cast<char>(c);
        else
            encoded += fmt::format("%{:02X}", c);
    }
    return encoded;
}

}  // namespace

std::string new_totp_secret() {
    std::array<unsigned char, 20> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("OpenSSL gives no random bytes");
    return base32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string totp_code(std::string_view secret, std::int64_t step) {
    const auto secret_bytes = from_base32(secret);
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) counter[i] = static_cast<unsigned char>(step >> (56 - 8 * i) & 0xFF);
    std::array<unsigned char, 20> digest{};
    unsigned int size = 0;
    if (!HMAC(EVP_sha1(), secret_bytes.data(), static_cast<int>(secret_bytes.size()), counter.data(), counter.size(),
              digest.data(), &size))
        throw std::runtime_error("OpenSSL gives no HMAC");
    const std::size_t at = digest[19] & 0x0F;  // RFC 4226, section 5.3
    const std::uint32_t number = (digest[at] & 0x7Fu) << 24 | digest[at + 1] << 16 | digest[at + 2] << 8 | digest[at + 3];
    return fmt::format("{:06}", number % 1'000'000);
}

std::int64_t totp_step(Instant now) { return now.time_since_epoch() / step_time; }

std::optional<std::int64_t> totp_step_of(std::string_view code, std::string_view secret, Instant now, std::int64_t used) {
    const auto present = totp_step(now);
    for (auto step = present - 1; step <= present + 1; ++step) {
        const auto right = totp_code(secret, step);
        if (code.size() == right.size() && CRYPTO_memcmp(code.data(), right.data(), right.size()) == 0 && step > used)
            return step;
    }
    return std::nullopt;
}

std::string totp_uri(std::string_view secret, std::string_view login, std::string_view issuer) {
    const auto issuer_encoded = percent_encoded(issuer);
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", issuer_encoded, percent_encoded(login), secret,
                       issuer_encoded);
}

}  // namespace patente::auth
