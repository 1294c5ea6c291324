// What stays would have owed by another tariff, against what they were charged. Pure: charges in, sums out.
#pragma once

#include <map>
#include <vector>

#include "domain/parking/model.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {

// A stay charged again. Amounts are minor units of the one currency of all.
struct Recharged {
    Stay stay;
    std::int64_t was = 0, would = 0;

    std::int64_t difference() const { return would - was; }
};

constexpr std::size_t differ_most_count = 10;

class WhatIf {
public:
    explicit WhatIf(Zone zone) : zone_(zone) {}  // its days

    // Error: invalid "money-overflow", when the sums do not fit 64 bits.
    Result<> add(const Recharged& stay);
    void leave_out() { ++left_out_; }

    struct Sums {
        std::int64_t stays = 0, dearer = 0, cheaper = 0;
        std::int64_t was = 0, would = 0;
    };
    const Sums& whole() const { return whole_; }
    const std::map<Day, Sums>& days() const { return days_; }  // by the day on which stays began; those without are not here
    const std::vector<Recharged>& differ_most() const { return differ_most_; }  // the greatest difference first
    std::int64_t left_out() const { return left_out_; }

private:
    Zone zone_;
    Sums whole_;
    std::map<Day, Sums> days_;
    std::vector<Recharged> differ_most_;
    std::int64_t left_out_ = 0;
};

}  // namespace patente::parking
