#include "vision/plate/find.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "vision/image/transform.h"

namespace patente::vision {
namespace {

constexpr std::uint8_t padding_grey = 114;
constexpr float size_log_max = 5;     // 148 cells: more is noise
constexpr float overlap_max = 0.35f;  // of two plates side by side

// Closer looks for vehicles: what the first misses is mostly too small for it, or too large, or stands in an odd way. Chosen on
// held-out photos, as is how the looks' mean score compares with the score of one look.
struct FurtherLook {
    double scale;  // of the first look's
    bool mirrored;
};
constexpr std::array<FurtherLook, 2> further_looks = {{{4.0 / 3, false}, {0.75, true}}};
constexpr float vehicle_score_faint = 0.05f, joined_share = 0.8f;

// Channels of one cell.
enum : int {
    heat = 0,
    offset_x = 1,
    offset_y = 2,
    log_width = 3,
    log_height = 4,
    first_corner = 5,
    two_lines = 13,
    legible = 14,
    channels = 15
};

float sigmoid(float logit) { return 1 / (1 + std::exp(-logit)); }

// Four corners of something flat, seen from the front: convex and clockwise, at least a pixel large.
bool is_plausible(const Corners& corners) {
    for (int i = 0; i < 4; ++i) {
        const auto &a = corners[i], &b = corners[(i + 1) % 4], &c = corners[(i + 2) % 4];
        if (!(std::abs(a.x) < 1e6f && std::abs(a.y) < 1e6f)) return false;
        if (!((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 1)) return false;
    }
    return true;
}

// The network needs sides of multiples of 32. Twice that halves the sizes that it must be prepared for, but vehicles that the
// edge of the photo cuts are seen a little worse beside more padding.
constexpr int side_step = 64, side_step_closely = 32;

int rounded_up(int length, int step) { return (length + step - 1) / step * step; }

bool is_peak(const runtime::Tensor& answer, int y, int x) {
    const float mine = answer.at(0, y, x)[heat];
    for (int v = std::max(0, y - 1); v <= std::min(answer.height - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(answer.width - 1, x + 1); ++u)
            if (answer.at(0, v, u)[heat] > mine) return false;
    return true;
}

Found plate_at(const float* cell, int y, int x, float unit) {
    const Point centre{(static_cast<float>(x) + 0.5f + cell[offset_x]) * unit,
                       (static_cast<float>(y) + 0.5f + cell[offset_y]) * unit};
    const float width = std::exp(std::min(cell[log_width], size_log_max)) * unit;
    const float height = std::exp(std::min(cell[log_height], size_log_max)) * unit;
    Found found{sigmoid(cell[heat]), {}, {}, sigmoid(cell[two_lines]), sigmoid(cell[legible])};
    for (int i = 0; i < 4; ++i)
        found.corners[i] = {centre.x + cell[first_corner + 2 * i] * width, centre.y + cell[first_corner + 2 * i + 1] * height};
    found.box = box_of(found.corners);
    return found;
}

Letterbox letterbox_at(int width, int height, double scale, int step) {
    Letterbox size{std::max(1, static_cast<int>(std::lround(width * scale))),
                   std::max(1, static_cast<int>(std::lround(height * scale)))};
    size.padded_width = rounded_up(size.width, step), size.padded_height = rounded_up(size.height, step);
    size.scale = static_cast<float>(scale);
    return size;
}

double first_scale(int width, int height, int long_side) {
    return std::min(1.0, static_cast<double>(long_side) / std::max(width, height));
}

void fill_letterbox(const Image& photo, const Letterbox& size, std::uint8_t* to) {
    const std::size_t row = static_cast<std::size_t>(size.padded_width) * 3, used = static_cast<std::size_t>(size.width) * 3;
    if (size.width == photo.width && size.height == photo.height)
        for (int y = 0; y < size.height; ++y) std::memcpy(to + y * row, photo.row(y), used);
    else
        resize_into(photo, size.width, size.height, to, row);
    for (int y = 0; y < size.height; ++y) std::memset(to + y * row + used, padding_grey, row - used);
    std::memset(to + size.height * row, padding_grey, (size.padded_height - size.height) * row);
}

// Left for right, without the padding.
void mirror(const Letterbox& size, std::uint8_t* pixels) {
    for (int y = 0; y < size.height; ++y) {
        auto* row = pixels + static_cast<std::size_t>(y) * size.padded_width * 3;
        for (int left = 0, right = size.width - 1; left < right; ++left, --right)
            std::swap_ranges(row + 3 * left, row + 3 * left + 3, row + 3 * right);
    }
}

// Shows the network the photo.
void look(runtime::Context& context, const Image& photo, const Letterbox& size, bool mirrored) {
    const auto pixels = context.prepare({1, size.padded_height, size.padded_width});
    if (!pixels) throw std::runtime_error(pixels.error().detail.en);
    fill_letterbox(photo, size, pixels->data());
    if (mirrored) mirror(size, pixels->data());
    context.run();
}

std::vector<Vehicle> seen_vehicles(runtime::Context& context, const DetectorModel& model, float scale, float score_min) {
    const auto answer = context.output("vehicles");
    if (answer.channels != static_cast<int>(model.vehicles.kinds.size()) + 4)
        throw std::runtime_error(model.network->name() + ": a heat of each kind and 4 channels of place are expected");
    return vehicles_in(answer, model.vehicles, scale, score_min);
}

}  // namespace

Letterbox letterbox_of(int width, int height, int long_side) {
    return letterbox_at(width, height, first_scale(width, height, long_side), side_step);
}

std::vector<Found> plates_in(const runtime::Tensor& answer, int stride, float scale, float threshold) {
    const float least = threshold > 0 ? std::log(threshold / (1 - std::min(threshold, 0.9999f))) : -1e9f;
    const float unit = static_cast<float>(stride) / scale;
    std::vector<Found> peaks;
    for (int y = 0; y < answer.height; ++y)
        for (int x = 0; x < answer.width; ++x)
            if (const float* cell = answer.at(0, y, x); cell[heat] > least && is_peak(answer, y, x))
                if (const auto peak = plate_at(cell, y, x, unit); is_plausible(peak.corners)) peaks.push_back(peak);
    std::ranges::stable_sort(peaks, std::greater{}, &Found::score);

    std::vector<Found> plates;
    for (const auto& peak : peaks) {
        if (plates.size() == plates_max) break;
        const auto covers = [&](const Found& better) {
            return overlap(better.box, peak.box) > overlap_max || better.box.holds(peak.box.centre());
        };
        if (std::ranges::none_of(plates, covers)) plates.push_back(peak);
    }
    return plates;
}

Finds find(runtime::Context& context, const DetectorModel& model, const Image& photo, const FindOptions& options) {
    const bool closely = options.vehicles == VehicleSearch::closely;
    const double scale = first_scale(photo.width, photo.height, options.long_side);
    const auto size = letterbox_at(photo.width, photo.height, scale, closely ? side_step_closely : side_step);
    look(context, photo, size, false);
    const auto answer = context.output("plates");
    if (answer.channels != channels) throw std::runtime_error(model.network->name() + ": 15 channels are expected");
    Finds finds{plates_in(answer, model.stride, size.scale, model.threshold), {}};
    if (model.vehicles.kinds.empty() || options.vehicles == VehicleSearch::none) return finds;

    const float sure = model.vehicles.threshold;
    if (!closely) {
        finds.vehicles = seen_vehicles(context, model, size.scale, options.vehicle_score_min.value_or(sure));
        return finds;
    }
    std::vector<std::vector<Vehicle>> looks;
    looks.push_back(seen_vehicles(context, model, size.scale, vehicle_score_faint));
    for (const auto& further : further_looks) {
        const auto again = letterbox_at(photo.width, photo.height, scale * further.scale, side_step_closely);
        look(context, photo, again, further.mirrored);
        looks.push_back(seen_vehicles(context, model, again.scale, vehicle_score_faint));
        if (further.mirrored)
            for (auto& vehicle : looks.back())
                vehicle.box.x = static_cast<float>(photo.width) - vehicle.box.x - vehicle.box.width;
    }
    finds.vehicles = joined(looks, options.vehicle_score_min.value_or(sure * joined_share));
    return finds;
}

}  // namespace patente::vision
