// Places in a picture, in its pixels; y grows downwards, a pixel's centre is at half.
#pragma once

#include <algorithm>
#include <array>

namespace patente::vision {

struct Point {
    float x = 0, y = 0;

    bool operator==(const Point&) const = default;
};

struct Box {
    float x = 0, y = 0, width = 0, height = 0;

    Point centre() const { return {x + width / 2, y + height / 2}; }
    float area() const { return width * height; }
    bool holds(Point p) const { return x < p.x && p.x < x + width && y < p.y && p.y < y + height; }
    bool operator==(const Box&) const = default;
};

using Corners = std::array<Point, 4>;  // clockwise on the screen, from the plate's own top left

inline float shared_area(const Box& a, const Box& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return std::max(0.0f, width) * std::max(0.0f, height);
}

// Shared area over joint area, 0…1.
inline float overlap(const Box& a, const Box& b) {
    const float shared = shared_area(a, b), joint = a.area() + b.area() - shared;
    return joint > 0 ? shared / joint : 0;
}

inline Box box_of(const Corners& corners) {
    Box box{corners[0].x, corners[0].y, 0, 0};
    float right = box.x, bottom = box.y;
    for (const auto& corner : corners) {
        box.x = std::min(box.x, corner.x), box.y = std::min(box.y, corner.y);
        right = std::max(right, corner.x), bottom = std::max(bottom, corner.y);
    }
    box.width = right - box.x, box.height = bottom - box.y;
    return box;
}

}  // namespace patente::vision
