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

// What a detector says of vehicles: its kinds in the order of its channels, and how to use them.
struct VehicleAnswer {
    std::vector<VehicleKind> kinds;  // empty: the model knows no vehicles
    int stride = 16;                 // pixels of its input to a cell
    float threshold = 0.3f;          // of a vehicle's score
};

// The answer for one picture as vehicles, likeliest first, at most `vehicles_max`; of two that cover each other the
// likelier stays. `scale`: of the photo's pixels in the network's input.
constexpr std::size_t vehicles_max = 100;
std::vector<Vehicle> vehicles_in(const runtime::Tensor& answer, const VehicleAnswer& how, float scale);

// The smallest vehicle that holds the plate's centre.
std::optional<Vehicle> vehicle_of(const Box& plate, const std::vector<Vehicle>& vehicles);

}  // namespace patente::vision
