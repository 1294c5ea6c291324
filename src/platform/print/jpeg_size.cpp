#include "platform/print/jpeg_size.h"

#include <cstddef>

namespace patente::print {
namespace {

bool is_frame_header(unsigned marker) {  // SOF0…SOF15 but DHT, JPG and DAC, which share the range
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

}  // namespace

std::optional<PixelSize> jpeg_size(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[at])); };
    const auto pair = [&](std::size_t at) { return byte(at) << 8 | byte(at + 1); };
    if (bytes.size() < 4 || pair(0) != 0xFFD8) return std::nullopt;

    for (std::size_t at = 2; at + 9 <= bytes.size();) {
        if (byte(at) != 0xFF) return std::nullopt;
        const unsigned marker = byte(at + 1);
        if (marker == 0xFF) {  // fill byte
            ++at;
            continue;
        }
        if (is_frame_header(marker)) {
            const PixelSize size{static_cast<int>(pair(at + 7)), static_cast<int>(pair(at + 5))};
            return size.width > 0 && size.height > 0 ? std::optional{size} : std::nullopt;
        }
        at += 2 + pair(at + 2);
    }
    return std::nullopt;
}

}  // namespace patente::print
