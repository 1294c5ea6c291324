// RFC 4648 base64url without padding: bytes as text that is safe in an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patente {

std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);  // nullopt unless it is exactly what base64url makes

// RFC 4648 base64 of either alphabet, with or without padding and line breaks.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace patente
