#include "vision/plate/vehicle.h"

#include <cmath>
#include <functional>
#include <numeric>

namespace patente::vision {
namespace {

constexpr float size_log_max = 5;  // 148 cells: more is noise
constexpr float overlap_same_kind_max = 0.3f, overlap_other_kind_max = 0.8f;
constexpr float overlap_same_vehicle_min = 0.5f;  // of one vehicle's boxes in two looks

bool is_peak(const runtime::Tensor& answer, int y, int x, std::size_t kind) {
    const float mine = answer.at(0, y, x)[kind];
    for (int v = std::max(0, y - 1); v <= std::min(answer.height - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(answer.width - 1, x + 1); ++u)
            if (answer.at(0, v, u)[kind] > mine) return false;
    return true;
}

// After the heats: centre from the middle of the cell, and the logarithm of the size, in cells.
Box box_at(const float* place, int y, int x, float unit) {
    const float width = std::exp(std::min(place[2], size_log_max)) * unit,
                height = std::exp(std::min(place[3], size_log_max)) * unit;
    return {(static_cast<float>(x) + 0.5f + place[0]) * unit - width / 2,
            (static_cast<float>(y) + 0.5f + place[1]) * unit - height / 2, width, height};
}

bool is_place(const Box& box) {
    return std::isfinite(box.x) && std::isfinite(box.y) && box.area() > 0 && std::isfinite(box.area());
}

std::vector<Vehicle> peaks_in(const runtime::Tensor& answer, const VehicleAnswer& how, float unit, float score_min) {
    const float least = std::log(score_min / (1 - score_min));
    std::vector<Vehicle> peaks;
    for (int y = 0; y < answer.height; ++y)
        for (int x = 0; x < answer.width; ++x)
            for (std::size_t kind = 0; kind < how.kinds.size(); ++kind)
                if (const float* cell = answer.at(0, y, x); cell[kind] > least && is_peak(answer, y, x, kind))
                    if (const Box box = box_at(cell + how.kinds.size(), y, x, unit); is_place(box))
                        peaks.push_back({how.kinds[kind], 1 / (1 + std::exp(-cell[kind])), box});
    std::ranges::stable_sort(peaks, std::greater{}, &Vehicle::score);
    return peaks;
}

struct Seen {
    std::size_t look;
    Vehicle vehicle;
};

// One vehicle as the looks saw it.
struct Sight {
    VehicleKind kind{};
    Box box;                  // the mean, weighed by score
    float weight = 0;         // of what is in it
    std::vector<float> best;  // score of each look

    void add(const Seen& seen) {
        const auto& [other, score] = std::pair{seen.vehicle.box, seen.vehicle.score};
        weight += score;
        const float share = score / weight;
        box.x += share * (other.x - box.x), box.y += share * (other.y - box.y);
        box.width += share * (other.width - box.width), box.height += share * (other.height - box.height);
        best[seen.look] = std::max(best[seen.look], score);
    }
    Vehicle vehicle() const {
        return {kind, std::accumulate(best.begin(), best.end(), 0.0f) / static_cast<float>(best.size()), box};
    }
};

}  // namespace

std::vector<Vehicle> vehicles_in(const runtime::Tensor& answer, const VehicleAnswer& how, float scale, float score_min) {
    std::vector<Vehicle> vehicles;
    for (const auto& peak : peaks_in(answer, how, static_cast<float>(how.stride) / scale, score_min)) {
        if (vehicles.size() == vehicles_max) break;
        const auto covers = [&](const Vehicle& better) {
            return overlap(better.box, peak.box) > (better.kind == peak.kind ? overlap_same_kind_max : overlap_other_kind_max);
        };
        if (std::ranges::none_of(vehicles, covers)) vehicles.push_back(peak);
    }
    return vehicles;
}

std::vector<Vehicle> joined(const std::vector<std::vector<Vehicle>>& looks, float score_min) {
    std::vector<Seen> all;
    for (std::size_t look = 0; look < looks.size(); ++look)
        for (const auto& vehicle : looks[look]) all.push_back({look, vehicle});
    std::ranges::stable_sort(all, std::greater{}, [](const Seen& seen) { return seen.vehicle.score; });
    std::vector<Sight> sights;
    for (const auto& seen : all) {
        Sight* nearest = nullptr;
        float most = overlap_same_vehicle_min;
        for (auto& sight : sights)
            if (const float shared = overlap(sight.box, seen.vehicle.box); sight.kind == seen.vehicle.kind && shared >= most)
                nearest = &sight, most = shared;
        if (!nearest) nearest = &sights.emplace_back(Sight{seen.vehicle.kind, {}, 0, std::vector<float>(looks.size())});
        nearest->add(seen);
    }
    std::vector<Vehicle> vehicles;
    for (const auto& sight : sights)
        if (const auto vehicle = sight.vehicle(); vehicle.score >= score_min) vehicles.push_back(vehicle);
    std::ranges::stable_sort(vehicles, std::greater{}, &Vehicle::score);
    vehicles.resize(std::min(vehicles.size(), vehicles_max));
    return vehicles;
}

std::optional<Vehicle> vehicle_of(const Box& plate, const std::vector<Vehicle>& vehicles) {
    std::optional<Vehicle> smallest;
    for (const auto& vehicle : vehicles)
        if (vehicle.box.holds(plate.centre()) && (!smallest || vehicle.box.area() < smallest->box.area())) smallest = vehicle;
    return smallest;
}

}  // namespace patente::vision
