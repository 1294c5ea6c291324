#include "domain/parking/figures_rules.h"

#include <algorithm>

namespace patente::parking {
namespace {

Instant next_start(const Zone& zone, Instant at, TotalsBy by) {
    if (by == TotalsBy::hour) {  // by elapsed hours, so that the hour shown twice in autumn counts as two
        const auto into = zone.civil(at).time_since_epoch() % std::chrono::hours{1};
        return at + std::chrono::hours{1} - into;
    }
    return zone.day_begins(zone.day(at) + std::chrono::days{1});
}

}  // namespace

std::vector<Instant> part_starts(const Zone& zone, Instant from, Instant to, TotalsBy by) {
    std::vector<Instant> starts;
    for (Instant at = from; at < to && starts.size() <= totals_parts_max; at = next_start(zone, at, by)) {
        starts.push_back(at);
        if (by == TotalsBy::whole) break;
    }
    return starts;
}

Totals::Totals(std::vector<Instant> starts, Instant to) : starts_(std::move(starts)), to_(to), parts_(starts_.size()) {}

Totals::Sums* Totals::part_at(Instant at) {
    const auto after = std::ranges::upper_bound(starts_, at);
    return after == starts_.begin() || at >= to_ ? nullptr : &parts_[static_cast<std::size_t>(after - starts_.begin()) - 1];
}

void Totals::entered(Instant at, const std::string& plate, const std::string& place) {
    auto* part = part_at(at);
    if (!part) return;
    for (auto* sums : {part, &whole_}) {
        sums->plates.insert(plate);
        sums->places.insert(place);
    }
}

void Totals::charged(Instant at, const Money& total) {
    auto* part = part_at(at);
    if (!part) return;
    for (auto* sums : {part, &whole_}) sums->charges[total.currency] += total.amount;
}

}  // namespace patente::parking
