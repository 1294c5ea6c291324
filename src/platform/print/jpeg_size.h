// The pixel size a JPEG says it has, without decoding it.
#pragma once

#include <optional>
#include <string_view>

namespace patente::print {

struct PixelSize {
    int width = 0;
    int height = 0;
};

// nullopt: no JPEG, cut short before its frame header, or a side of 0.
std::optional<PixelSize> jpeg_size(std::string_view bytes);

}  // namespace patente::print
