#include "domain/parking/tariff_time_rules.h"

#include <algorithm>

namespace patente::parking {
namespace {

using namespace std::chrono;

bool holds_on(const BandParts& band, const TariffParts& tariff, Day day) {
    if (!band.weekdays.test(weekday_of(day).iso_encoding())) return false;
    if ((band.date_from && day < *band.date_from) || (band.date_to && day > *band.date_to)) return false;
    if (band.holidays == OnHolidays::same) return true;
    const bool holiday = tariff.holidays && tariff.holidays->holiday_on(day);
    return holiday == (band.holidays == OnHolidays::only);
}

struct Edge {
    Instant at;
    std::size_t band;
    int change;  // +1 where the band begins, −1 where it ends
};

std::vector<Edge> edges_of(const TariffParts& tariff, Instant entered, Instant left, const std::string& vehicle_class) {
    std::vector<Edge> edges;
    // A band that began the day before may still hold.
    for (Day day = tariff.zone.day(entered) - days{1}; day <= tariff.zone.day(left); day += days{1})
        for (std::size_t i = 0; i < tariff.bands.size(); ++i) {
            const auto& band = tariff.bands[i];
            if (!applies_to(band.classes, vehicle_class) || !holds_on(band, tariff, day)) continue;
            const Instant from = std::max(entered, tariff.zone.instant(Civil{day} + band.hours.from));
            const Instant to = std::min(left, tariff.zone.instant(Civil{day} + band.hours.to));
            if (from >= to) continue;
            edges.push_back({from, i, +1});
            edges.push_back({to, i, -1});
        }
    std::ranges::sort(edges, {}, &Edge::at);
    return edges;
}

void append(std::vector<Segment>& segments, Segment next) {
    if (next.from >= next.to) return;
    if (!segments.empty() && segments.back().rate == next.rate)
        segments.back().to = next.to;
    else
        segments.push_back(next);
}

std::vector<Segment> swept(const TariffParts& tariff, const std::vector<Edge>& edges, Instant entered, Instant left) {
    std::vector<Segment> segments;
    std::vector<int> open(tariff.bands.size());
    Instant at = entered;
    const auto rate_now = [&] {
        const auto first = std::ranges::find_if(open, [](int count) { return count > 0; });
        return first == open.end() ? no_rate : tariff.bands[static_cast<std::size_t>(first - open.begin())].rate;
    };
    for (const auto& edge : edges) {
        append(segments, {at, edge.at, rate_now()});
        at = edge.at;
        open[edge.band] += edge.change;
    }
    append(segments, {at, left, no_rate});
    return segments;
}

// The rate of the first band the stay meets, wherever a band holds.
std::vector<Segment> with_price_of_entry(const std::vector<Segment>& segments) {
    const auto first = std::ranges::find_if(segments, [](const Segment& segment) { return segment.rate != no_rate; });
    std::vector<Segment> fixed;
    for (auto segment : segments) {
        if (segment.rate != no_rate) segment.rate = first->rate;
        append(fixed, segment);
    }
    return fixed;
}

std::vector<Segment> cut_at_midnight(const TariffParts& tariff, const std::vector<Segment>& segments) {
    std::vector<Segment> cut;
    for (auto segment : segments) {
        const bool daily = segment.rate != no_rate && tariff.document.rates[segment.rate].restart == Restart::day;
        for (Day next = tariff.zone.day(segment.from) + days{1}; daily && tariff.zone.day_begins(next) < segment.to;
             next += days{1}) {
            const Instant midnight = tariff.zone.day_begins(next);
            cut.push_back({segment.from, midnight, segment.rate});
            segment.from = midnight;
        }
        cut.push_back(segment);
    }
    return cut;
}

Window night_at(const Zone& zone, const Hours& night, Instant at) {
    const Day today = zone.day(at);
    Window between{zone.instant(Civil{today - days{1}} + night.to), {}, false};
    for (Day day = today - days{1}; day <= today + days{1}; day += days{1}) {
        const Instant from = zone.instant(Civil{day} + night.from), to = zone.instant(Civil{day} + night.to);
        if (at >= from && at < to) return {from, to, true};
        if (from > at) {
            between.to = from;
            break;
        }
        between.from = to;
    }
    return between;
}

}  // namespace

std::vector<Segment> segments_of(const TariffParts& tariff, Instant entered, Instant left, const std::string& vehicle_class) {
    auto segments = swept(tariff, edges_of(tariff, entered, left, vehicle_class), entered, left);
    if (tariff.document.price_at == PriceAt::entry) segments = with_price_of_entry(segments);
    return cut_at_midnight(tariff, segments);
}

Window window_at(const TariffParts& tariff, std::size_t cap, Instant entered, Instant at) {
    switch (tariff.document.caps[cap].per) {
        case CapPer::stay: return {entered, Instant::max(), true};
        case CapPer::calendar_day: {
            const Day day = tariff.zone.day(at);
            return {tariff.zone.day_begins(day), tariff.zone.day_begins(day + days{1}), true};
        }
        case CapPer::rolling_24h: {
            const Instant from = entered + floor<days>(at - entered);
            return {from, from + hours{24}, true};
        }
        case CapPer::night: return night_at(tariff.zone, *tariff.caps[cap].night, at);
    }
    return {entered, Instant::max(), true};
}

}  // namespace patente::parking
