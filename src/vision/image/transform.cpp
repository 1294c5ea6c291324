#include "vision/image/transform.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "base/wide.h"

namespace patente::vision {
namespace {

// One output pixel takes from `first` on; the weights of all pixels lie one after the other and sum to 1 for each.
struct Spans {
    struct Span {
        int first, count, weight;
    };
    std::vector<Span> spans;
    std::vector<float> weights;
};

Spans area_spans(int from, int to) {
    Spans result;
    const double ratio = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        const double start = i * ratio, end = std::min<double>(start + ratio, from);
        const int first = static_cast<int>(start);
        const int last = std::min(from, static_cast<int>(std::ceil(end - 1e-9)));
        result.spans.push_back({first, last - first, static_cast<int>(result.weights.size())});
        for (int k = first; k < last; ++k)
            result.weights.push_back(
                static_cast<float>((std::min<double>(k + 1, end) - std::max<double>(k, start)) / (end - start)));
    }
    return result;
}

PATENTE_WIDE void add_row(float* __restrict sum, const std::uint8_t* __restrict row, std::size_t count, float weight) {
    for (std::size_t i = 0; i < count; ++i) sum[i] += weight * static_cast<float>(row[i]);
}

PATENTE_WIDE void set_row(float* __restrict sum, const std::uint8_t* __restrict row, std::size_t count, float weight) {
    for (std::size_t i = 0; i < count; ++i) sum[i] = weight * static_cast<float>(row[i]) + 0.5f;
}

PATENTE_WIDE void cut_off(const float* __restrict from, std::uint8_t* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::uint8_t>(static_cast<int>(from[i]));
}

// Four floats at a time: the fourth channel of an RGB pixel is the next pixel's first and is thrown away.
using Lanes = float __attribute__((vector_size(16)));

template <int channels>
Lanes narrowed(const float* from, const float* weights, int count) {
    Lanes sum{};
    for (int k = 0; k < count; ++k, from += channels) {
        Lanes pixel;
        std::memcpy(&pixel, from, sizeof pixel);
        sum += pixel * weights[k];
    }
    return sum;
}

// Writes three floats beyond the end.
template <int channels>
void narrow_row(const float* row, const Spans& across, float* to) {
    for (const auto& [first, count, weight] : across.spans) {
        const auto* from = row + static_cast<std::size_t>(first) * channels;
        const auto* weights = across.weights.data() + weight;
        // the usual count, written out
        const Lanes sum = count == 2 ? narrowed<channels>(from, weights, 2) : narrowed<channels>(from, weights, count);
        std::memcpy(to, &sum, sizeof sum);
        to += channels;
    }
}

PATENTE_WIDE void sum_rows(const std::uint8_t* __restrict upper, const std::uint8_t* __restrict lower,
                           std::uint16_t* __restrict sum, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) sum[i] = static_cast<std::uint16_t>(upper[i] + lower[i]);
}

// Quarters of a sum, rounded half up.
PATENTE_WIDE void quarter(const std::uint16_t* __restrict sum, std::uint8_t* __restrict to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::uint8_t>((sum[i] + 2) >> 2);
}

// Exactly half of an RGB picture, as resize_into would make it: how a photo mostly reaches the detector.
void halve_into(const Image& image, std::uint8_t* to, std::size_t row_bytes) {
    using Pixel = std::uint16_t __attribute__((vector_size(8)));  // and a sample of the next, thrown away
    const std::size_t samples = image.row_bytes();
    std::vector<std::uint16_t> rows(samples + 1), sums(samples / 2 + 1);
    for (int y = 0; y < image.height; y += 2, to += row_bytes) {
        sum_rows(image.row(y), image.row(y + 1), rows.data(), samples);
        for (std::size_t x = 0; x < samples; x += 6) {
            Pixel left, right;
            std::memcpy(&left, &rows[x], sizeof left);
            std::memcpy(&right, &rows[x + 3], sizeof right);
            left += right;
            std::memcpy(&sums[x / 2], &left, sizeof left);
        }
        quarter(sums.data(), to, samples / 2);
    }
}

}  // namespace

void resize_into(const Image& image, int width, int height, std::uint8_t* to, std::size_t row_bytes) {
    if (image.channels == 3 && image.width == 2 * width && image.height == 2 * height) return halve_into(image, to, row_bytes);
    const auto down = area_spans(image.height, height), across = area_spans(image.width, width);
    const std::size_t samples = static_cast<std::size_t>(width) * image.channels;
    std::vector<float> sum(image.row_bytes() + 4), row(samples + 4);
    for (const auto& span : down.spans) {
        set_row(sum.data(), image.row(span.first), image.row_bytes(), down.weights[span.weight]);
        for (int k = 1; k < span.count; ++k)
            add_row(sum.data(), image.row(span.first + k), image.row_bytes(), down.weights[span.weight + k]);
        if (image.channels == 3)
            narrow_row<3>(sum.data(), across, row.data());
        else
            narrow_row<1>(sum.data(), across, row.data());
        cut_off(row.data(), to, samples);
        to += row_bytes;
    }
}

Image shrink(const Image& image, int width, int height) {
    if (width == image.width && height == image.height) return image;
    Image small(width, height, image.channels);
    resize_into(image, width, height, small.pixels.data(), small.row_bytes());
    return small;
}

Image thumbnail(const Image& image, int side) {
    const int longest = std::max(image.width, image.height);
    if (longest <= side) return image;
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * side / longest)));
    };
    const int width = scaled(image.width), height = scaled(image.height);
    const bool halves =  // exactly, and several times as quick as the rest of the way
        image.channels == 3 && image.width % 2 == 0 && image.height % 2 == 0 && image.width >= 2 * width &&
        image.height >= 2 * height;
    return halves ? thumbnail(shrink(image, image.width / 2, image.height / 2), side) : shrink(image, width, height);
}

Image crop(const Image& image, int x, int y, int width, int height) {
    const int left = std::clamp(x, 0, image.width), top = std::clamp(y, 0, image.height);
    const int right = std::clamp(x + width, left, image.width), bottom = std::clamp(y + height, top, image.height);
    Image part(right - left, bottom - top, image.channels);
    for (int row = 0; row < part.height && part.width > 0; ++row)
        std::memcpy(part.row(row), image.at(left, top + row), part.row_bytes());
    return part;
}

Image grey(const Image& image) {
    if (image.channels == 1) return image;
    Image result(image.width, image.height, 1);
    const auto* from = image.pixels.data();
    for (auto& to : result.pixels) {
        to = static_cast<std::uint8_t>((from[0] * 4899 + from[1] * 9617 + from[2] * 1868 + 8192) >> 14);
        from += 3;
    }
    return result;
}

// 5…8 swap rows and columns; 2, 3, 7, 8 start a new row at the right or bottom end of the old one.
Image oriented(Image image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    const bool swapped = orientation >= 5;
    const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Image upright(swapped ? image.height : image.width, swapped ? image.width : image.height, image.channels);
    for (int y = 0; y < upright.height; ++y) {
        auto* to = upright.row(y);
        for (int x = 0; x < upright.width; ++x, to += image.channels) {
            const int u = swapped ? y : x, v = swapped ? x : y;
            const auto* from = image.at(mirror_x ? image.width - 1 - u : u, mirror_y ? image.height - 1 - v : v);
            for (int c = 0; c < image.channels; ++c) to[c] = from[c];
        }
    }
    return upright;
}

}  // namespace patente::vision
