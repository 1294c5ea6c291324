// When which rate of a tariff holds during a stay, and where the days, nights and 24 hours of its caps begin and end.
#pragma once

#include <vector>

#include "domain/parking/tariff_parts_model.h"

namespace patente::parking {

constexpr std::size_t no_rate = static_cast<std::size_t>(-1);

// [from, to) with one rate, or with none where parking is free.
struct Segment {
    Instant from, to;
    std::size_t rate = no_rate;

    bool operator==(const Segment&) const = default;
};

// Covers [entered, left) without gaps. Bands of one rate that touch are one segment; the segments of a rate that restarts
// each day end at midnight.
std::vector<Segment> segments_of(const TariffParts& tariff, Instant entered, Instant left, const std::string& vehicle_class);

// The stretch around `at` that a cap counts as one; `counts` is false between two nights.
struct Window {
    Instant from, to;
    bool counts = true;
};

Window window_at(const TariffParts& tariff, std::size_t cap, Instant entered, Instant at);

}  // namespace patente::parking
