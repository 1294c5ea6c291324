// One-time codes by time (RFC 6238: SHA-1, 30 s, six digits), as every authenticator app makes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patente::auth {

std::string new_totp_secret();  // 20 random bytes in base32, which apps and people read

std::string totp_code(std::string_view secret, std::int64_t step);
std::int64_t totp_step(Instant now);

// The step that this code is of: the present one, the one before or the one after, but none up to `used`, so that a code
// counts once. nullopt: the code is wrong, or was used.
std::optional<std::int64_t> totp_step_of(std::string_view code, std::string_view secret, Instant now, std::int64_t used);

// otpauth://…, for the QR code.
std::string totp_uri(std::string_view secret, std::string_view login, std::string_view issuer);

}  // namespace patente::auth
