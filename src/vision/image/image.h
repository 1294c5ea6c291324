// Pictures in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace patente::vision {

// Leaves new bytes as they are: a decoder writes all of them, and clearing megabytes first costs a millisecond.
template <typename T>
struct Unset : std::allocator<T> {
    template <typename U>
    struct rebind {
        using other = Unset<U>;
    };
    template <typename U>
    void construct(U* at) noexcept(std::is_nothrow_default_constructible_v<U>) {
        ::new (static_cast<void*>(at)) U;
    }
    template <typename U, typename... Arguments>
    void construct(U* at, Arguments&&... arguments) {
        ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
    }
};

using Pixels = std::vector<std::uint8_t, Unset<std::uint8_t>>;

// 8 bits a sample, channels interleaved (3: R G B; 1: grey), rows from the top without padding.
struct Image {
    int width = 0;
    int height = 0;
    int channels = 3;
    Pixels pixels;

    Image() = default;
    Image(int width, int height, int channels)  // pixels are not set
        : width(width), height(height), channels(channels), pixels(static_cast<std::size_t>(width) * height * channels) {}

    bool empty() const { return width == 0 || height == 0; }
    std::size_t row_bytes() const { return static_cast<std::size_t>(width) * channels; }
    const std::uint8_t* row(int y) const { return pixels.data() + y * row_bytes(); }
    std::uint8_t* row(int y) { return pixels.data() + y * row_bytes(); }
    const std::uint8_t* at(int x, int y) const { return row(y) + static_cast<std::size_t>(x) * channels; }
};

}  // namespace patente::vision
