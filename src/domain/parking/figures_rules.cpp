#include "domain/parking/figures_rules.h"

#include <algorithm>
#include <numeric>

namespace patente::parking {
namespace {

Instant next_start(const Zone& zone, Instant at, TotalsBy by) {
    if (by == TotalsBy::hour) {  // by elapsed hours, so that the hour shown twice in autumn counts as two
        const auto into = zone.civil(at).time_since_epoch() % std::chrono::hours{1};
        return at + std::chrono::hours{1} - into;
    }
    return zone.day_begins(zone.day(at) + std::chrono::days{1});
}

std::int64_t median_of(std::vector<std::int64_t> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : std::midpoint(values[middle - 1], values[middle]);
}

Figures median_of(const std::vector<DayFigures>& days, auto&& of_day) {
    const auto median = [&](auto&& figure) {
        std::vector<std::int64_t> values;
        for (const auto& day : days) values.push_back(figure(of_day(day)));
        return median_of(std::move(values));
    };
    Figures figures{
        median([](const Figures& each) { return each.plates; }), median([](const Figures& each) { return each.places; }), {}};
    for (const auto& day : days)
        for (const auto& [currency, amount] : of_day(day).charges)
            figures.charges[currency] = median([&currency](const Figures& each) {
                const auto found = each.charges.find(currency);
                return found == each.charges.end() ? std::int64_t{0} : found->second;
            });
    return figures;
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

Figures figures_of(const Totals::Sums& sums) {
    return {static_cast<std::int64_t>(sums.plates.size()), static_cast<std::int64_t>(sums.places.size()), sums.charges};
}

CivilDay day_before(const Zone& zone, Instant now, int weeks) {
    const Day day = zone.day(now) - std::chrono::days{7 * weeks};
    const auto time_of_day = zone.civil(now) - Civil{zone.day(now)};
    return {zone.day_begins(day), zone.instant(Civil{day} + time_of_day), zone.day_begins(day + std::chrono::days{1})};
}

std::size_t civil_hour(const Zone& zone, Instant at) {
    return static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(zone.civil(at) - Civil{zone.day(at)}).count());
}

Usual usual_of(std::vector<DayFigures> weeks) {
    while (!weeks.empty() && weeks.back().is_nothing()) weeks.pop_back();
    Usual usual{.weeks = static_cast<int>(weeks.size())};
    usual.day.until_now = median_of(weeks, [](const DayFigures& day) -> const Figures& { return day.until_now; });
    for (std::size_t hour = 0; hour < usual.day.hours.size(); ++hour)
        usual.day.hours[hour] = median_of(weeks, [hour](const DayFigures& day) -> const Figures& { return day.hours[hour]; });
    return usual;
}

}  // namespace patente::parking
