#include "vision/runtime/winograd.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/wide.h"

namespace patente::vision::runtime {
namespace {

constexpr int tile = 4, seen = 6, places = seen * seen;  // of a tile: pixels it answers for, pixels it sees, both a side
constexpr int lanes = 8, outputs_step = 2 * lanes, tiles_step = 6;
constexpr int tiles_min = 12;
constexpr std::size_t strip_floats = 128 << 10;  // what stays near the processor from the way there to the way back
constexpr std::size_t apart = 16;                // floats between places: a line of the cache, lest all of them share its sets

// How weights, pixels and sums are carried over (Lavin and Gray, 2015), one axis at a time.
constexpr double weights_over[seen][3] = {{1. / 4, 0, 0},
                                          {-1. / 6, -1. / 6, -1. / 6},
                                          {-1. / 6, 1. / 6, -1. / 6},
                                          {1. / 24, 1. / 12, 1. / 6},
                                          {1. / 24, -1. / 12, 1. / 6},
                                          {0, 0, 1}};

using Lane = float __attribute__((vector_size(lanes * sizeof(float))));

[[gnu::always_inline]] inline void load(Lane& to, const float* from) { std::memcpy(&to, from, sizeof to); }
[[gnu::always_inline]] inline void store(float* to, const Lane& from) { std::memcpy(to, &from, sizeof from); }

// Every `step`-th of six pixels to every `step`-th of six places.
[[gnu::always_inline]] inline void spread_axis(const Lane* d, Lane* to, int step) {
    const Lane even = d[4 * step] - d[2 * step], odd = d[3 * step] - d[step];
    const Lane outer = d[4 * step] - 4 * d[2 * step], inner = d[3 * step] - 4 * d[step];
    to[0] = 4 * d[0] - 5 * d[2 * step] + d[4 * step];
    to[step] = outer + inner;
    to[2 * step] = outer - inner;
    to[3 * step] = even + 2 * odd;
    to[4 * step] = even - 2 * odd;
    to[5 * step] = 4 * d[step] - 5 * d[3 * step] + d[5 * step];
}

// Every `step`-th of six places to four pixels, every `to_step`-th.
[[gnu::always_inline]] inline void gather_axis(const Lane* m, int step, Lane* to, int to_step) {
    const Lane near = m[step] + m[2 * step], near_apart = m[step] - m[2 * step];
    const Lane far = m[3 * step] + m[4 * step], far_apart = m[3 * step] - m[4 * step];
    to[0] = m[0] + near + far;
    to[to_step] = near_apart + 2 * far_apart;
    to[2 * to_step] = near + 4 * far;
    to[3 * to_step] = near_apart + 8 * far_apart + m[5 * step];
}

PATENTE_WIDE static void spread_tile(const float* const* pixels, float* to, std::size_t place, int channels) {
    Lane values[places], half[places];
    for (int c = 0; c < channels; c += lanes) {
        for (int i = 0; i < places; ++i) load(values[i], pixels[i] + c);
        for (int x = 0; x < seen; ++x) spread_axis(values + x, half + x, seen);
        for (int y = 0; y < seen; ++y) spread_axis(half + y * seen, values + y * seen, 1);
        for (int i = 0; i < places; ++i) store(to + i * place + c, values[i]);
    }
}

// A pixel outside the picture is null.
PATENTE_WIDE static void gather_tile(const float* from, std::size_t place, const float* bias, bool relu, float* const* pixels,
                                     int channels) {
    Lane values[places], half[tile * seen], done[tile * tile];
    for (int c = 0; c < channels; c += lanes) {
        for (int i = 0; i < places; ++i) load(values[i], from + i * place + c);
        for (int x = 0; x < seen; ++x) gather_axis(values + x, seen, half + x, seen);
        for (int y = 0; y < tile; ++y) gather_axis(half + y * seen, 1, done + y * tile, 1);
        Lane offset;
        load(offset, bias + c);
        for (int i = 0; i < tile * tile; ++i) {
            if (pixels[i] == nullptr) continue;
            Lane value = done[i] + offset;
            if (relu) value = value > 0 ? value : Lane{};
            store(pixels[i] + c, value);
        }
    }
}

// Sixteen sums of each of some tiles at one place.
template <int tiles>
[[gnu::always_inline]] inline void multiply_tiles(const float* in, const float* weights, float* out, int ins, int outs) {
    Lane sums[tiles][2] = {};
    for (int i = 0; i < ins; ++i, weights += outputs_step) {
        Lane left, right;
        load(left, weights), load(right, weights + lanes);
#pragma GCC unroll 6
        for (int t = 0; t < tiles; ++t) {
            const float value = in[t * ins + i];
            sums[t][0] += value * left;
            sums[t][1] += value * right;
        }
    }
#pragma GCC unroll 6
    for (int t = 0; t < tiles; ++t) store(out + t * outs, sums[t][0]), store(out + t * outs + lanes, sums[t][1]);
}

PATENTE_WIDE static void multiply(const float* in, const float* weights, float* out, int tiles, int ins, int outs) {
    for (int o = 0; o < outs; o += outputs_step, weights += outputs_step * ins) {
        int t = 0;
        for (; t + tiles_step <= tiles; t += tiles_step)
            multiply_tiles<tiles_step>(in + t * ins, weights, out + t * outs + o, ins, outs);
        for (; t + 2 <= tiles; t += 2) multiply_tiles<2>(in + t * ins, weights, out + t * outs + o, ins, outs);
        if (t < tiles) multiply_tiles<1>(in + t * ins, weights, out + t * outs + o, ins, outs);
    }
}

int tiles_over(int length) { return (length + tile - 1) / tile; }

}  // namespace

struct Winograd::Strip {
    int first, rows, columns;  // of tiles
    int ins, outs;

    int tiles() const { return rows * columns; }
    std::size_t place_in() const { return static_cast<std::size_t>(tiles()) * ins + apart; }
    std::size_t place_out() const { return static_cast<std::size_t>(tiles()) * outs + apart; }
};

bool Winograd::suits(const Node& node, InputSize size) {
    const auto& w = node.window;
    return node.kind == Operator::convolution && w.height == 3 && w.width == 3 && w.stride_y == 1 && w.stride_x == 1 &&
           w.top == 1 && w.left == 1 && w.bottom == 1 && w.right == 1 && node.channels_in % lanes == 0 &&
           node.channels_out % outputs_step == 0 && tiles_over(size.height) * tiles_over(size.width) >= tiles_min;
}

Winograd::Winograd(const Node& node) : node_(node), zeros_(node.channels_in) {
    const int ins = node.channels_in, outs = node.channels_out;
    weights_.resize(static_cast<std::size_t>(places) * ins * outs);
    for (int o = 0; o < outs; ++o)
        for (int i = 0; i < ins; ++i) {
            double half[seen][3] = {};
            for (int y = 0; y < seen; ++y)
                for (int u = 0; u < 3; ++u)
                    for (int v = 0; v < 3; ++v)
                        half[y][v] += weights_over[y][u] * float_from_half(node.weights[((o * ins + i) * 3 + u) * 3 + v]);
            for (int place = 0; place < places; ++place) {
                double sum = 0;
                for (int v = 0; v < 3; ++v) sum += weights_over[place % seen][v] * half[place / seen][v];
                const std::size_t block = static_cast<std::size_t>(place) * (outs / outputs_step) + o / outputs_step;
                weights_[(block * ins + i) * outputs_step + o % outputs_step] = static_cast<float>(sum);
            }
        }
}

Winograd::Strip Winograd::first_strip(InputSize size) const {
    const int ins = node_.channels_in, outs = node_.channels_out, columns = tiles_over(size.width);
    const auto row_floats = static_cast<std::size_t>(places) * columns * (ins + outs);
    const int rows = std::clamp(static_cast<int>(strip_floats / row_floats), 1, tiles_over(size.height));
    return {0, rows, columns, ins, outs};
}

std::size_t Winograd::scratch_bytes(InputSize size) const {
    const auto strip = first_strip(size);
    return places * (strip.place_in() + strip.place_out()) * sizeof(float);
}

void Winograd::spread(const float* picture, InputSize size, const Strip& strip, float* to) const {
    for (int t = 0; t < strip.tiles(); ++t) {
        const int top = (strip.first + t / strip.columns) * tile - 1, left = t % strip.columns * tile - 1;
        std::array<const float*, places> pixels;
        for (int i = 0; i < places; ++i) {
            const int y = top + i / seen, x = left + i % seen;
            const bool inside = y >= 0 && y < size.height && x >= 0 && x < size.width;
            pixels[i] = inside ? picture + (static_cast<std::size_t>(y) * size.width + x) * strip.ins : zeros_.data();
        }
        spread_tile(pixels.data(), to + static_cast<std::size_t>(t) * strip.ins, strip.place_in(), strip.ins);
    }
}

void Winograd::gather(const float* from, InputSize size, const Strip& strip, bool relu, float* picture) const {
    for (int t = 0; t < strip.tiles(); ++t) {
        const int top = (strip.first + t / strip.columns) * tile, left = t % strip.columns * tile;
        std::array<float*, tile * tile> pixels;
        for (int i = 0; i < tile * tile; ++i) {
            const int y = top + i / tile, x = left + i % tile;
            const bool inside = y < size.height && x < size.width;
            pixels[i] = inside ? picture + (static_cast<std::size_t>(y) * size.width + x) * strip.outs : nullptr;
        }
        gather_tile(from + static_cast<std::size_t>(t) * strip.outs, strip.place_out(), node_.bias.data(), relu, pixels.data(),
                    strip.outs);
    }
}

void Winograd::run(const float* in, float* out, InputSize size, bool relu, float* scratch) const {
    const int rows = tiles_over(size.height);
    const auto pixels = static_cast<std::size_t>(size.height) * size.width;
    for (int n = 0; n < size.batch; ++n, in += pixels * node_.channels_in, out += pixels * node_.channels_out)
        for (auto strip = first_strip(size); strip.first < rows; strip.first += strip.rows) {
            strip.rows = std::min(strip.rows, rows - strip.first);
            float* const sums = scratch + places * strip.place_in();
            spread(in, size, strip, scratch);
            for (int place = 0; place < places; ++place)
                multiply(scratch + place * strip.place_in(),
                         weights_.data() + static_cast<std::size_t>(place) * strip.ins * strip.outs,
                         sums + place * strip.place_out(), strip.tiles(), strip.ins, strip.outs);
            gather(sums, size, strip, relu, out);
        }
}

}  // namespace patente::vision::runtime
