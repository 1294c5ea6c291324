// The Earth as a sphere: its mean radius (IUGG 1980), in metres.
#pragma once

#include <numbers>

namespace patente {

constexpr double earth_radius_m = 6'371'008.8;
constexpr double radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace patente
