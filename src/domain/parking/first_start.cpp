#include "domain/parking/first_start.h"

#include <cmath>

#include "domain/vocabulary/zone.h"

namespace patente::parking {
namespace {

constexpr int hour_price_units = 1'500;

TariffId add_tariff(storage::Session& session, const TariffDocument& document, Instant now) {
    const TariffVersion tariff{TariffId::made_at(now), 1, document, now, "patente"};
    store::add(session, tariff);
    return tariff.id;
}

void add_zone(storage::Session& session, ZoneSettings settings, Instant now) {
    store::add(session, ParkingZone{ZoneId::made_at(now), 1, std::move(settings), now, now});
}

// The first hour whole, then quarters of an hour begun.
TariffDocument hourly(const FirstStart& first, const std::string& time_zone) {
    const auto price = static_cast<std::int64_t>(hour_price_units * std::pow(10, decimals_of(first.currency)));
    TariffDocument document;
    document.name = {"Hourly (edit it)", "Por hora (editable)"};
    document.currency = first.currency;
    document.zone = time_zone;
    document.rates.push_back({.id = "hour",
                              .name = {"Hour", "Hora"},
                              .steps = {{.minutes = 60, .price = price, .times = 1}, {.minutes = 15, .price = price / 4}},
                              .runs_past_end = true,
                              .restart = Restart::stay});
    document.bands.push_back({.rate = "hour"});
    return document;
}

ZoneSettings block_zone(const std::string& name, const TariffId& tariff, const TariffDocument& document,
                        const std::vector<Position>& corners, int capacity) {
    ZoneSettings zone;
    zone.name = name;
    zone.area = Polygon{{corners}};
    zone.capacity = capacity;
    zone.time_zone = document.zone;
    zone.tariff = tariff;
    zone.region = "ar";
    return zone;
}

bool has_zone(storage::Session& session, const std::string& name) {
    const auto found = store::zones(session, name, "", 1);
    return !found.empty() && found.front().settings.name == name;
}

}  // namespace

bool seed_first_start(storage::Session& session, const FirstStart& first, Instant now) {
    if (!store::zones(session, "", "", 1).empty() || !store::tariffs(session, "", 1).empty()) return false;
    const auto time_zone = Zone::named(first.time_zone) ? first.time_zone : Zone::utc().name();
    ZoneSettings zone;
    zone.name = "Todo / Everywhere";
    zone.time_zone = time_zone;
    zone.tariff = add_tariff(session, hourly(first, time_zone), now);
    zone.region = first.region;
    zone.default_zone = true;
    add_zone(session, zone, now);
    return true;
}

bool seed_demo(storage::Session& session, const TariffDocument& tariff, Instant now) {
    if (has_zone(session, "Centro A")) return false;
    const auto id = add_tariff(session, tariff, now);
    add_zone(
        session,
        block_zone("Centro A", id, tariff,
                   {{-58.3870, -34.6090}, {-58.3740, -34.6090}, {-58.3740, -34.5990}, {-58.3870, -34.5990}, {-58.3870, -34.6090}},
                   240),
        now);
    add_zone(
        session,
        block_zone("Centro B", id, tariff,
                   {{-58.4000, -34.6110}, {-58.3870, -34.6110}, {-58.3870, -34.5990}, {-58.4000, -34.5990}, {-58.4000, -34.6110}},
                   180),
        now);
    add_zone(
        session,
        block_zone("Puerto Madero", id, tariff,
                   {{-58.3700, -34.6220}, {-58.3560, -34.6220}, {-58.3560, -34.5980}, {-58.3700, -34.5980}, {-58.3700, -34.6220}},
                   320),
        now);
    return true;
}

}  // namespace patente::parking
