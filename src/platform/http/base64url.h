// RFC 4648 base64url without padding: bytes as text that is safe in an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patente::http {

std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);  // nullopt unless it is exactly what base64url makes

}  // namespace patente::http
