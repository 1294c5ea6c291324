#include "domain/parking/what_if_rules.h"

#include <algorithm>
#include <cstdlib>

namespace patente::parking {
namespace {

// The greater difference first; of equal ones the earlier stay.
bool differs_more(const Recharged& a, const Recharged& b) {
    const auto by_how_much = std::pair{std::abs(b.difference()), std::abs(a.difference())};
    if (by_how_much.first != by_how_much.second) return by_how_much.second > by_how_much.first;
    return std::pair{a.stay.entered_at, a.stay.id} < std::pair{b.stay.entered_at, b.stay.id};
}

}  // namespace

Result<> WhatIf::add(const Recharged& stay) {
    for (auto* sums : {&whole_, &days_[zone_.day(stay.stay.entered_at)]}) {
        const auto was = checked_sum(sums->was, stay.was), would = checked_sum(sums->would, stay.would);
        if (!was || !would)
            return fail(ErrorKind::invalid, "money-overflow", {"The sum is too large.", "La suma es demasiado grande."});
        ++sums->stays;
        sums->dearer += stay.difference() > 0;
        sums->cheaper += stay.difference() < 0;
        sums->was = *was;
        sums->would = *would;
    }
    if (stay.difference() == 0) return {};
    differ_most_.insert(std::ranges::upper_bound(differ_most_, stay, differs_more), stay);
    if (differ_most_.size() > differ_most_count) differ_most_.pop_back();
    return {};
}

}  // namespace patente::parking
