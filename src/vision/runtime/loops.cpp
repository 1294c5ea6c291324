#include "vision/runtime/loops.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "base/wide.h"

namespace patente::vision::runtime {

PATENTE_WIDE void normalise(const std::uint8_t* __restrict from, float* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(static_cast<int>(from[i]) - 128) * (1.0f / 64);
}

// Whole numbers up to 128 are exact in bfloat16: the upper half of the float is the value.
PATENTE_WIDE void normalise(const std::uint8_t* __restrict from, std::uint16_t* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const float value = static_cast<float>(static_cast<int>(from[i]) - 128) * (1.0f / 64);
        std::uint32_t bits;
        __builtin_memcpy(&bits, &value, sizeof bits);
        to[i] = static_cast<std::uint16_t>(bits >> 16);
    }
}

void double_size(const std::byte* from, std::byte* to, int rows, int columns, std::size_t pixel) {
    const std::size_t wide = 2 * columns * pixel;
    for (int y = 0; y < rows; ++y, to += wide) {
        std::byte* out = to;
        for (int x = 0; x < columns; ++x, from += pixel, out += 2 * pixel) {
            std::memcpy(out, from, pixel);
            std::memcpy(out + pixel, from, pixel);
        }
        std::memcpy(to + wide, to, wide);
        to += wide;
    }
}

Sum::Sum(Scaling a, Scaling b, Scaling to)
    : first(a.scale / to.scale),
      second(b.scale / to.scale),
      shift(static_cast<float>(to.zero_point) - static_cast<float>(a.zero_point) * first -
            static_cast<float>(b.zero_point) * second + 0.5f) {}

PATENTE_WIDE void add(const std::uint8_t* __restrict first, const std::uint8_t* __restrict second, std::uint8_t* __restrict to,
                      std::size_t count, const Sum& sum) {
    const float a = sum.first, b = sum.second, shift = sum.shift;
    for (std::size_t i = 0; i < count; ++i) {
        float value = static_cast<float>(first[i]) * a + static_cast<float>(second[i]) * b + shift;
        value = value < 0 ? 0 : value;
        value = value > 255 ? 255 : value;
        to[i] = static_cast<std::uint8_t>(static_cast<int>(value));
    }
}

PATENTE_WIDE void widen(const std::uint8_t* __restrict from, Scaling scaling, float* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<float>(from[i] - scaling.zero_point) * scaling.scale;
}

PATENTE_WIDE static void count_up(const std::uint8_t* __restrict from, std::int32_t* __restrict sums, int channels) {
    for (int c = 0; c < channels; ++c) sums[c] += from[c];
}

void mean(const std::uint8_t* from, Scaling scaling, float* to, std::size_t pixels, int channels) {
    std::vector<std::int32_t> sums(channels);
    for (std::size_t i = 0; i < pixels; ++i) count_up(from + i * channels, sums.data(), channels);
    for (int c = 0; c < channels; ++c)
        to[c] =
            (static_cast<float>(sums[c]) / static_cast<float>(pixels) - static_cast<float>(scaling.zero_point)) * scaling.scale;
}

Table rescaled(Scaling from, Scaling to, int least) {
    Table table;
    for (int i = 0; i < 256; ++i) {
        const float value = static_cast<float>(i - from.zero_point) * from.scale / to.scale;
        table[i] = static_cast<std::uint8_t>(std::clamp(std::lround(value) + to.zero_point, static_cast<long>(least), 255L));
    }
    return table;
}

void look_up(const Table& table, const std::uint8_t* from, std::uint8_t* to, std::size_t pixels, int channels, int stride) {
    for (std::size_t i = 0; i < pixels; ++i, to += stride)
        for (int c = 0; c < channels; ++c) to[c] = table[*from++];
}

}  // namespace patente::vision::runtime
