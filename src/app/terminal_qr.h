// A QR code in half blocks, for a terminal of any colours.
#pragma once

#include <string>
#include <string_view>

namespace patente {

std::string terminal_qr(std::string_view text);  // lines that end in "\n"

}  // namespace patente
