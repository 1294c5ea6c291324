#include "domain/watch/travel_rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente::watch {
namespace {

// Between two stays at a place, at most.
std::chrono::milliseconds gap(const sightings::PlateSeen& seen, const sightings::Passage& other) {
    const auto between =
        std::max({other.seen.seen_at - seen.seen_at, seen.seen_at - other.seen_until, std::chrono::milliseconds{0}});
    return between + clocks_apart;
}

double right(const sightings::PlateSeen& seen, const Confusions& confusions) {
    return chance_of(seen, seen.plate, "", confusions);
}

// The other texts that a reading may be of, for a person: "AB128CD, A8123CD".
std::string others_of(const sightings::PlateSeen& a, const sightings::PlateSeen& b) {
    std::vector<std::string> texts;
    for (const auto* seen : {&a, &b})
        for (const auto& each : seen->alternatives)
            if (texts.size() < 3 && each.plate != a.plate && std::ranges::find(texts, each.plate) == texts.end())
                texts.push_back(each.plate);
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string with_comma(std::string number) {
    std::ranges::replace(number, '.', ',');
    return number;
}

Text sentence(const sightings::PlateSeen& seen, const sightings::Passage& other, const TravelOut& travel, double chance) {
    const auto km = fmt::format("{:.1f}", travel.distance_m / 1000);
    const auto minutes = fmt::format("{:.1f}", static_cast<double>(travel.seconds) / 60);
    const auto speed = fmt::format("{:.0f}", std::min(99'999.0, travel.needed_kmh));
    Text text{
        fmt::format(
            "{} was seen {} km apart within {} minutes, which needs {} km/h: a plate may be cloned. Both readings are right "
            "with a chance of {}%.",
            seen.plate, km, minutes, speed, percent(chance)),
        fmt::format("{} se vio a {} km de distancia en {} minutos, lo que exige {} km/h: puede haber una patente clonada. Ambas "
                    "lecturas son correctas con una probabilidad del {}\u00a0%.",
                    seen.plate, with_comma(km), with_comma(minutes), speed, percent(chance))};
    if (const auto others = others_of(seen, other.seen); !others.empty()) {
        text.en += fmt::format(" One may be {}.", others);
        text.es += fmt::format(" Una puede ser {}.", others);
    }
    return text;
}

}  // namespace

std::optional<AlertDetail> impossible_travel(const sightings::PlateSeen& seen, const sightings::Passage& other,
                                             const TravelSettings& settings, const Confusions& confusions) {
    if (settings.kmh_max <= 0 || !seen.place || !other.seen.place || seen.plate != other.seen.plate) return std::nullopt;
    if (!seen.time_flags.empty() || !other.seen.time_flags.empty()) return std::nullopt;
    const auto &here = *seen.place, &there = *other.seen.place;
    const double least_m = distance_m(here, there) - accuracy_of(here) - accuracy_of(there);
    const auto between = gap(seen, other);
    const double needed_kmh = least_m / (static_cast<double>(between.count()) / 1000) * 3.6;
    if (needed_kmh <= settings.kmh_max) return std::nullopt;
    const double chance = right(seen, confusions) * right(other.seen, confusions);
    if (chance < settings.chance_min) return std::nullopt;
    const TravelOut travel{.other = seen_of(other.seen),
                           .distance_m = least_m,
                           .needed_kmh = needed_kmh,
                           .limit_kmh = settings.kmh_max,
                           .seconds = std::chrono::ceil<std::chrono::seconds>(between).count()};
    return AlertDetail{.chance = chance,
                       .seen = seen_of(seen),
                       .listed = std::nullopt,
                       .travel = travel,
                       .text = sentence(seen, other, travel, chance)};
}

}  // namespace patente::watch
