// For tests of this room: a parking lot on a fresh database, and sightings to feed it with.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "domain/parking/attendant.h"
#include "domain/parking/metering.h"
#include "domain/parking/till.h"
#include "platform/feed/feed.h"
#include "platform/storage/test_database.h"

namespace patente::parking {

inline Instant on_2_march(const std::string& hh_mm_ss) { return *parse_rfc3339("2026-03-02T" + hh_mm_ss + "Z"); }

// 1,000.00 ARS an hour begun, in UTC: amounts that one can see at a glance.
inline TariffDocument hourly_tariff(std::int64_t price = 100'000) {
    TariffDocument document;
    document.name = {"Hourly", "Por hora"};
    document.currency = "ARS";
    document.zone = "UTC";
    document.rates.push_back(
        {.id = "hour", .name = {"Hour", "Hora"}, .steps = {{.minutes = 60, .price = price}}, .restart = Restart::stay});
    document.bands.push_back({.rate = "hour"});
    return document;
}

inline ZoneSettings zone_settings(const TariffId& tariff) {
    ZoneSettings zone;
    zone.name = "Centro A";
    zone.area = Circle{{-58.3816, -34.6037}, 500};
    zone.time_zone = "UTC";
    zone.tariff = tariff;
    zone.exit_without_entry = Unexpected::ask;
    zone.region = "ar";
    return zone;
}

inline const Place in_the_zone{-34.6037, -58.3816, 10.0, PlaceSource::phone};
inline const Person attendant_ana{"key-ana", "Ana"};

// Registered devices, by hand.
class KnownDevices final : public devices::Devices {
public:
    std::optional<devices::Registered> named(storage::Session&, const std::string& name) override {
        const auto found = std::ranges::find(all, name, &devices::Registered::name);
        return found == all.end() ? std::nullopt : std::optional{*found};
    }
    std::vector<devices::Registered> of_zone(storage::Session&, const std::string& zone) override {
        std::vector<devices::Registered> there;
        std::ranges::copy_if(all, std::back_inserter(there), [&](const auto& each) { return each.zone == zone; });
        return there;
    }
    std::vector<devices::Registered> all;
};

// Permits and stamps by hand: those of the stay's plate.
class KnownDiscounts final : public discounts::Discounts {
public:
    std::vector<discounts::DiscountsOfStay> of(storage::Session&, std::span<const discounts::ParkedTime> parked) override {
        std::vector<discounts::DiscountsOfStay> found;
        for (const auto& each : parked) found.push_back({of(permits_of, each.plate, each), of(stamps_on, each.stay, each)});
        return found;
    }
    using Benefits = std::map<std::string, std::vector<discounts::Benefit>>;
    Benefits permits_of, stamps_on;

private:
    static std::vector<discounts::Discount> of(const Benefits& benefits, const std::string& key,
                                               const discounts::ParkedTime& parked) {
        std::vector<discounts::Discount> found;
        const auto of_key = benefits.find(key);
        if (of_key == benefits.end()) return found;
        for (const auto& each : of_key->second)
            found.push_back({"permit/RES-1", {"Resident permit RES-1", "Permiso de residente RES-1"}, each, {parked.span}});
        return found;
    }
};

class Lot : public storage::EachDatabase {
protected:
    void SetUp() override {
        database = fresh(feed::migrations());
        database->migrate(migrations());
        tariff = add_tariff(hourly_tariff());
        zone = add_zone(zone_settings(tariff));
    }

    TariffId add_tariff(const TariffDocument& document) {
        const auto id = TariffId::made_at(start);
        database->write([&](storage::Session& session) { store::add(session, TariffVersion{id, 1, document, start, "test"}); });
        return id;
    }
    ZoneId add_zone(const ZoneSettings& settings) {
        const ParkingZone made{ZoneId::made_at(start), 1, settings, start, start};
        database->write([&](storage::Session& session) { store::add(session, made); });
        return made.id;
    }
    void set_zone(const std::function<void(ZoneSettings&)>& change) {
        database->write([&](storage::Session& session) {
            auto changed = *store::zone(session, zone);
            change(changed.settings);
            store::save(session, changed);
        });
    }

    static sightings::PlateSeen sighting(const std::string& plate, const std::string& time) {
        return {.sighting = sightings::SightingId::made_at(on_2_march(time)),
                .plate = plate,
                .seen_at = on_2_march(time),
                .place = in_the_zone};
    }
    std::string next_event() { return Uuid::made_at(start).text(); }
    sightings::PlateSeen see(const sightings::PlateSeen& seen) {
        database->write([&](storage::Session& session) { metering.seen(session, seen, next_event(), seen.seen_at); },
                        storage::Isolation::read_committed);
        return seen;
    }
    sightings::PlateSeen see(const std::string& plate, const std::string& time) { return see(sighting(plate, time)); }
    void correct(const sightings::PlateSeen& now, const std::string& plate_before) {
        database->write([&](storage::Session& session) {
            metering.corrected(session, {now, plate_before, now.seen_at}, next_event(), on_2_march("23:00:00"));
        });
    }

    std::vector<Stay> stays(const std::string& plate = "") {
        return database->read(
            [&](storage::Session& session) { return store::stays(session, {.plate = {plate}}, std::nullopt, 1000); });
    }
    Stay only_stay(const std::string& plate = "") {
        const auto found = stays(plate);
        EXPECT_EQ(found.size(), 1u);
        return found.empty() ? Stay{} : found.front();
    }
    Stay stay(const StayId& id) {
        return database->read([&](storage::Session& session) { return *store::stay(session, id); });
    }
    Ticket ticket(const std::string& number) {
        return database->read([&](storage::Session& session) { return *store::ticket(session, number); });
    }
    std::string effect(const sightings::PlateSeen& seen) {
        return database->read([&](storage::Session& session) { return store::effect(session, seen.sighting)->happened; });
    }
    std::vector<std::string> acts(const StayId& id) {
        std::vector<std::string> names;
        for (const auto& line : database->read([&](storage::Session& session) { return store::history(session, id); }))
            names.push_back(line.act);
        return names;
    }
    template <typename Act>
    auto write(Act&& act) {
        return database->write([&](storage::Session& session) { return act(session); });
    }

    const Instant start = on_2_march("00:00:00");
    const HolidayCalendars calendars;
    const Formats formats =
        *Formats::of({{.region = "ar", .name = "mercosur", .pattern = "LLDDDLL", .classes = {"car"}, .example = "AB123CD"}});
    const Confusions confusions = Confusions::of_look_alikes();
    KnownDiscounts discounts;
    TariffBook tariffs{calendars, discounts};
    KnownDevices devices;
    Metering metering{tariffs, formats, confusions, devices};
    Attendant attendant{metering};
    std::unique_ptr<storage::Database> database;
    TariffId tariff;
    ZoneId zone;
};

}  // namespace patente::parking
