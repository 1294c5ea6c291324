#include "vision/plate/merge.h"

#include <cmath>

namespace patente::vision {
namespace {

constexpr float cover_max = 0.5f;  // shared area, of the smaller box

bool touch(const Box& a, const Box& b) {
    const auto p = a.centre(), q = b.centre();
    return std::abs(p.x - q.x) < (a.width + b.width) / 2 && std::abs(p.y - q.y) < (a.height + b.height) / 2;
}

bool same(const PlateReading& a, const PlateReading& b) {
    if (shared_area(a.box, b.box) > cover_max * std::min(a.box.area(), b.box.area())) return true;
    return a.text == b.text && touch(a.box, b.box);
}

}  // namespace

std::vector<PlateReading> merged(std::vector<PlateReading> readings) {
    std::vector<PlateReading> kept;
    for (auto& reading : readings) {
        const auto twin = std::ranges::find_if(kept, [&](const PlateReading& other) { return same(reading, other); });
        if (twin == kept.end())
            kept.push_back(std::move(reading));
        else if (reading.confidence * reading.plate_score > twin->confidence * twin->plate_score)
            *twin = std::move(reading);
    }
    return kept;
}

}  // namespace patente::vision
