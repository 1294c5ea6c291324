// Pictures in memory.
#pragma once

#include <boost/container/vector.hpp>
#include <cstddef>
#include <cstdint>

namespace patente::vision {

using Pixels = boost::container::vector<std::uint8_t>;

// 8 bits a sample, channels interleaved (3: R G B; 1: grey), rows from the top without padding.
struct Image {
    int width = 0;
    int height = 0;
    int channels = 3;
    Pixels pixels;

    Image() = default;
    // Pixels are not set: a decoder writes all of them, and clearing megabytes first costs a millisecond.
    Image(int width, int height, int channels)
        : width(width),
          height(height),
          channels(channels),
          pixels(static_cast<std::size_t>(width) * height * channels, boost::container::default_init) {}

    bool empty() const { return width == 0 || height == 0; }
    std::size_t row_bytes() const { return static_cast<std::size_t>(width) * channels; }
    const std::uint8_t* row(int y) const { return pixels.data() + y * row_bytes(); }
    std::uint8_t* row(int y) { return pixels.data() + y * row_bytes(); }
    const std::uint8_t* at(int x, int y) const { return row(y) + static_cast<std::size_t>(x) * channels; }
};

}  // namespace patente::vision
