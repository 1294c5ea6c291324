// A QR code as a square of dark and light modules, for drawing.
#pragma once

#include <functional>
#include <string_view>

namespace patente::print {

constexpr int qr_quiet_zone = 4;  // modules of white on each side (ISO/IEC 18004)

// Calls `dark_at(column, row)` for each dark module, both from 0, without the quiet zone. Gives the modules a side.
// Throws std::length_error when the text does not fit.
int each_dark_module(std::string_view text, const std::function<void(int column, int row)>& dark_at);

}  // namespace patente::print
