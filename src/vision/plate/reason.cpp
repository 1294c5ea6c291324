#include "vision/plate/reason.h"

#include <cstdlib>

#include "vision/image/transform.h"

namespace patente::vision {
namespace {

constexpr double dark_below = 24;      // mean luma
constexpr double blurred_below = 0.3;  // sharpness
constexpr float height_min = 12;       // pixels of the photo: characters of 8
constexpr int looked_at = 640;         // long side

int strong_step(const Image& grey, int apart) {
    std::array<std::size_t, 256> count{};
    for (int y = 0; y < grey.height; ++y)
        for (int x = 0; x + apart < grey.width; ++x) ++count[std::abs(*grey.at(x + apart, y) - *grey.at(x, y))];
    std::size_t left = static_cast<std::size_t>(grey.height) * std::max(0, grey.width - apart) / 200;
    int step = 255;
    while (step > 0 && count[step] <= left) left -= count[step--];
    return step;
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
    if (!seen.empty()) {
        const bool all_small = std::ranges::all_of(seen, [](const Found& each) { return each.box.height < height_min; });
        return all_small ? NothingRead::too_small : NothingRead::blurred;
    }
    return sharpness(photo) < blurred_below ? NothingRead::blurred : NothingRead::no_plate;
}

}  // namespace patente::vision
