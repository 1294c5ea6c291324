#include "vision/plate/straighten.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "base/wide.h"
#include "vision/image/transform.h"

namespace patente::vision {
namespace {

constexpr int samples_max = 4;    // a side, of each pixel of the crop
constexpr double horizon = 1e-3;  // nearness of what lies too far away to be seen

// Maps a plane onto another: x = (a u + b v + c) / (g u + h v + i), y = (d u + e v + f) / (g u + h v + i).
struct Homography {
    double a, b, c, d, e, f, g, h, i;

    // The same after u and v were scaled and moved.
    Homography after(double u_scale, double u_shift, double v_scale, double v_shift) const {
        return {a * u_scale, b * v_scale, a * u_shift + b * v_shift + c, d * u_scale, e * v_scale, d * u_shift + e * v_shift + f,
                g * u_scale, h * v_scale, g * u_shift + h * v_shift + i};
    }
};

// The unit square onto four corners: Heckbert 1989, section 2.2.3.
Homography onto(const Corners& q) {
    const double sx = q[0].x - q[1].x + q[2].x - q[3].x, sy = q[0].y - q[1].y + q[2].y - q[3].y;
    const double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y;
    const double area = dx1 * dy2 - dx2 * dy1;
    const bool flat = std::abs(area) < 1e-9;
    const double g = flat ? 0 : (sx * dy2 - dx2 * sy) / area, h = flat ? 0 : (dx1 * sy - sx * dy1) / area;
    return {q[1].x - q[0].x + g * q[1].x,
            q[3].x - q[0].x + h * q[3].x,
            q[0].x,
            q[1].y - q[0].y + g * q[1].y,
            q[3].y - q[0].y + h * q[3].y,
            q[0].y,
            g,
            h,
            1};
}

// Where (u, v), (u + step, v), … lie, moved by `origin`.
PATENTE_WIDE void place_row(const Homography& on, double u, double step, double v, Point origin, std::span<float> xs, float* ys) {
    const double c = on.b * v + on.c, f = on.e * v + on.f, i = on.h * v + on.i;
    for (std::size_t k = 0; k < xs.size(); ++k) {
        const double at = u + step * static_cast<double>(k);
        const double nearness = 1 / std::max(horizon, on.g * at + i);
        xs[k] = static_cast<float>((on.a * at + c) * nearness) - origin.x;
        ys[k] = static_cast<float>((on.d * at + f) * nearness) - origin.y;
    }
}

Point placed(const Homography& on, double u, double v) {
    Point point{};
    place_row(on, u, 0, v, {}, {&point.x, 1}, &point.y);
    return point;
}

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

float sample(const Image& grey, float x, float y) {
    x = std::clamp(x - 0.5f, 0.0f, static_cast<float>(grey.width - 1));
    y = std::clamp(y - 0.5f, 0.0f, static_cast<float>(grey.height - 1));
    const int left = static_cast<int>(x), top = static_cast<int>(y);
    const float fx = x - static_cast<float>(left), fy = y - static_cast<float>(top);
    const auto* upper = grey.row(top) + left;
    const auto* lower = grey.row(std::min(top + 1, grey.height - 1)) + left;
    const int next = left + 1 < grey.width ? 1 : 0;
    const float above = static_cast<float>(upper[0]) + fx * static_cast<float>(upper[next] - upper[0]);
    const float below = static_cast<float>(lower[0]) + fx * static_cast<float>(lower[next] - lower[0]);
    return above + fy * (below - above);
}

int pixel(float place, int least, int most) {
    return static_cast<int>(std::clamp(place, static_cast<float>(least), static_cast<float>(most)));
}

int samples_for(float from, float to) {
    return static_cast<int>(std::lround(std::clamp(from / to, 1.0f, static_cast<float>(samples_max))));
}

}  // namespace

void straighten(const Image& photo, const Corners& corners, const Frame& frame, std::uint8_t* to) {
    const auto on = onto(corners).after((1 + 2.0 * frame.margin_x) / frame.width, -frame.margin_x,
                                        (1 + 2.0 * frame.margin_y) / frame.height, -frame.margin_y);
    const Corners outer{placed(on, 0, 0), placed(on, frame.width, 0), placed(on, frame.width, frame.height),
                        placed(on, 0, frame.height)};
    const auto box = box_of(outer);
    const int left = pixel(box.x - 1, 0, photo.width - 1), top = pixel(box.y - 1, 0, photo.height - 1);
    const int right = pixel(box.x + box.width + 2, left + 1, photo.width);
    const int bottom = pixel(box.y + box.height + 2, top + 1, photo.height);
    const Image part = grey(crop(photo, left, top, right - left, bottom - top));

    const int across =
        samples_for((distance(outer[0], outer[1]) + distance(outer[3], outer[2])) / 2, static_cast<float>(frame.width));
    const int down =
        samples_for((distance(outer[0], outer[3]) + distance(outer[1], outer[2])) / 2, static_cast<float>(frame.height));
    const float share = 1 / static_cast<float>(across * down);  // of one sample
    const Point origin{static_cast<float>(left), static_cast<float>(top)};
    std::vector<float> xs(static_cast<std::size_t>(frame.width) * across), ys(xs.size()), sums(frame.width);
    for (int y = 0; y < frame.height; ++y) {
        std::ranges::fill(sums, 0.5f);
        for (int j = 0; j < down; ++j) {
            place_row(on, 0.5 / across, 1.0 / across, y + (j + 0.5) / down, origin, xs, ys.data());
            for (std::size_t k = 0; k < xs.size(); ++k) sums[k / across] += share * sample(part, xs[k], ys[k]);
        }
        for (const float sum : sums) *to++ = static_cast<std::uint8_t>(sum);
    }
}

}  // namespace patente::vision
