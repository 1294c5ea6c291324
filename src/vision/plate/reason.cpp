#include "vision/plate/reason.h"

#include <cstdlib>

#include "vision/image/transform.h"

namespace patente::vision {
namespace {

constexpr double dark_below = 24;  // mean luma
// Sharpness: of 150 training photos 1 % lie below 0.26, of the same photos blurred 99 % below 0.23.
constexpr double blurred_below = 0.22;
constexpr float height_min = 12;  // pixels of the photo: characters of 8
constexpr int looked_at = 640;    // long side

int strong_step(const Image& grey, int apart) {
    std::array<std::size_t, 256> count{};
    for (int y = 0; y < grey.height; ++y)
        for (int x = 0; x + apart < grey.width; ++x) ++count[std::abs(*grey.at(x + apart, y) - *grey.at(x, y))];
    std::size_t left = static_cast<std::size_t>(grey.height) * std::max(0, grey.width - apart) / 200;
    int step = 255;
    while (step > 0 && count[step] <= left) left -= count[step--];
    return step;
}

// The piece of the photo around the box, half its height further on every side.
Image around(const Image& photo, const Box& box) {
    const float margin = box.height / 2;
    const int x = std::clamp(static_cast<int>(box.x - margin), 0, photo.width - 1);
    const int y = std::clamp(static_cast<int>(box.y - margin), 0, photo.height - 1);
    const int right = std::clamp(static_cast<int>(box.x + box.width + margin), x + 1, photo.width);
    const int bottom = std::clamp(static_cast<int>(box.y + box.height + margin), y + 1, photo.height);
    return crop(photo, x, y, right - x, bottom - y);
}

}  // namespace

double brightness(const Image& photo) {
    const auto small = grey(thumbnail(photo, 160));
    double sum = 0;
    for (const auto value : small.pixels) sum += value;
    return sum / static_cast<double>(std::max<std::size_t>(1, small.pixels.size()));
}

double sharpness(const Image& photo) {
    const auto small = grey(thumbnail(photo, looked_at));
    const int far = strong_step(small, 8);
    return far == 0 ? 1 : static_cast<double>(strong_step(small, 1)) / far;
}

NothingRead reason_for(const Image& photo, const std::vector<Found>& seen) {
    if (brightness(photo) < dark_below) return NothingRead::dark;
    const auto is_small = [](const Found& each) { return each.box.height < height_min; };
    if (!seen.empty() && std::ranges::all_of(seen, is_small)) return NothingRead::too_small;
    // What is sharp and yet cannot be read is a sign or a lamp, no plate.
    for (const auto& each : seen)
        if (!is_small(each) && sharpness(around(photo, each.box)) < blurred_below) return NothingRead::blurred;
    return sharpness(photo) < blurred_below ? NothingRead::blurred : NothingRead::no_plate;
}

}  // namespace patente::vision
