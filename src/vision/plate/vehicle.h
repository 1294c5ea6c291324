// Vehicles in the detector's second answer, and which of them a plate belongs to.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "vision/plate/geometry.h"
#include "vision/runtime/network.h"

namespace patente::vision {

enum class VehicleKind { car, truck, bus, motorcycle };

constexpr std::array<std::pair<VehicleKind, std::string_view>, 4> names_of(VehicleKind) {
    return {{{VehicleKind::car, "car"},
             {VehicleKind::truck, "truck"},
             {VehicleKind::bus, "bus"},
             {VehicleKind::motorcycle, "motorcycle"}}};
}

struct Vehicle {
    VehicleKind kind{};
    float score = 0;  // 0…1
    Box box;          // in the photo's pixels; may reach beyond the photo

    bool operator==(const Vehicle&) const = default;
};

// How vehicles are looked for.
enum class VehicleSearch {
    none,
    in_passing,  // where plates are looked for: a twentieth of its time
    closely,     // in two more looks, at a larger and a smaller copy: several times the time of finding, fewer are missed
};

// What a detector says of vehicles: its kinds in the order of its channels, and how to use them.
struct VehicleAnswer {
    std::vector<VehicleKind> kinds;  // empty: the model knows no vehicles
    int stride = 16;                 // pixels of its input to a cell
    float threshold = 0.3f;          // of a vehicle's score
};

// The answer for one picture as vehicles of at least `score_min`, likeliest first, at most `vehicles_max`; of two that cover each
// other the likelier stays. `scale`: of the photo's pixels in the network's input.
constexpr std::size_t vehicles_max = 100;
std::vector<Vehicle> vehicles_in(const runtime::Tensor& answer, const VehicleAnswer& how, float scale, float score_min);

// What several looks at one photo saw as one list, likeliest first, at most `vehicles_max`. Answers of one kind that overlap by
// half or more are one vehicle: its box is their mean weighed by score, its score the mean over all looks of the best that each
// gave it, 0 where it did not see it (weighted boxes fusion: Solovyev, Wang, Gabruseva, Image and Vision Computing 107, 2021).
std::vector<Vehicle> joined(const std::vector<std::vector<Vehicle>>& looks, float score_min);

// The smallest vehicle that holds the plate's centre.
std::optional<Vehicle> vehicle_of(const Box& plate, const std::vector<Vehicle>& vehicles);

}  // namespace patente::vision
