// The loops of our own between oneDNN's primitives. Pixels lie channels side by side; counts are of samples unless said
// otherwise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "vision/runtime/ranges.h"

namespace patente::vision::runtime {

// (x − 128) / 64, in float32 or bfloat16.
void normalise(const std::uint8_t* from, float* to, std::size_t count);
void normalise(const std::uint8_t* from, std::uint16_t* to, std::size_t count);

// Nearest neighbour; `pixel` is in bytes.
void double_size(const std::byte* from, std::byte* to, int rows, int columns, std::size_t pixel);

// Sums of bytes of two scalings, rounded to a third.
struct Sum {
    float first, second, shift;

    Sum(Scaling first, Scaling second, Scaling to);
};
void add(const std::uint8_t* first, const std::uint8_t* second, std::uint8_t* to, std::size_t count, const Sum& sum);

void widen(const std::uint8_t* from, Scaling scaling, float* to, std::size_t count);

// The mean of each channel.
void mean(const std::uint8_t* from, Scaling scaling, float* to, std::size_t pixels, int channels);

// What each byte of one scaling is in another; `least` is the least byte of the answer.
using Table = std::array<std::uint8_t, 256>;
Table rescaled(Scaling from, Scaling to, int least = 0);

// Looks up `channels` bytes of each pixel and writes them into pixels of `stride` bytes.
void look_up(const Table& table, const std::uint8_t* from, std::uint8_t* to, std::size_t pixels, int channels, int stride);

}  // namespace patente::vision::runtime
