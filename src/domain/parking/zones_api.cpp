#include "domain/parking/api.h"
#include "domain/parking/figures_rules.h"
#include "domain/parking/zoning.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"

namespace patente::parking {
namespace {

// All versions of a tariff have one.
std::string currency_of(storage::Session& session, const TariffId& tariff) {
    return store::tariff(session, tariff, 1)->document.currency;
}

http::Response answer_with(storage::Session& session, const ParkingZone& zone, int status = 200) {
    auto response =
        http::tagged(http::json_response(wire::view_of(zone, currency_of(session, zone.settings.tariff)), status), zone.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/parking/zones/" + zone.id.text());
    return response;
}

http::Answer add_zone(const Dependencies& on, const http::Request& request) {
    const ParkingZone zone{ZoneId::made_at(request.received), 1, TRY(json::read<ZoneSettings>(request.body)), request.received,
                           request.received};
    TRY(check_reaches_all(request));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(checked(session, zone.settings, zone.id));
        store::add(session, zone);
        auto response = answer_with(session, zone, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_zones(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{});
    return on.database.read([&](storage::Session& session) -> http::Answer {
        std::vector<wire::ZoneOut> rows;
        std::map<TariffId, std::string> currencies;
        for (const auto& zone : store::zones(session, after.sort_key, after.id, asked.limit + 1, request.caller.zones)) {
            auto& currency = currencies[zone.settings.tariff];
            if (currency.empty()) currency = currency_of(session, zone.settings.tariff);
            rows.push_back(wire::view_of(zone, currency));
        }
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::ZoneOut& each) { return http::Cursor{each.name, each.id.text()}; }));
    });
}

http::Answer show_zone(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(session, TRY(zone_in(session, request))); });
}

http::Answer edit_zone(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        auto zone = TRY(zone_in(session, request));
        TRY(http::unchanged_since(request, zone.version));
        zone.settings = TRY(http::patched(zone.settings, request.body));
        TRY(checked(session, zone.settings, zone.id));
        ++zone.version;
        zone.changed_at = request.received;
        store::save(session, zone);
        return answer_with(session, zone);
    });
}

http::Answer occupancy(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto zone = TRY(zone_in(session, request));
        return http::json_response(wire::occupancy_of(zone, store::inside_count(session, zone.id)));
    });
}

http::Answer occupancies(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto inside = store::inside_counts(session);
        wire::OccupanciesOut out;
        for (const auto& zone : all_zones(session)) {
            if (!request.caller.may_at(zone.id.text())) continue;
            const auto count = inside.find(zone.id);
            if (zone.settings.active || count != inside.end())
                out.items.push_back(wire::occupancy_of(zone, count == inside.end() ? 0 : count->second));
        }
        return http::json_response(out);
    });
}

// ---- totals --------------------------------------------------------------------------------------------------------

struct TotalsAsked {
    std::string zone;                // "" = all
    std::vector<std::string> zones;  // it, or those that the caller reaches; none: all
    Period period;
    TotalsBy by = TotalsBy::whole;
};

Result<TotalsAsked> totals_asked(const http::Request& request) {
    TotalsAsked asked{request.query_value("zone").value_or(""), request.caller.zones, TRY(period_in(request))};
    if (!asked.zone.empty()) {
        if (!request.caller.may_at(asked.zone)) return zone_not_found();
        asked.zones = {asked.zone};
    }
    const auto by = request.query_value("by").value_or("");
    if (by == "hour") asked.by = TotalsBy::hour;
    if (by == "day") asked.by = TotalsBy::day;
    if (!by.empty() && asked.by == TotalsBy::whole) return query_invalid("by", {"hour or day.", "hour o day."});
    return asked;
}

// Whose midnight begins the day: that of the zone asked for; else of the default zone; else of the first zone in reach.
Result<Zone> time_zone_of(storage::Session& session, const TotalsAsked& asked) {
    if (!asked.zone.empty()) {
        const auto id = ZoneId::parse(asked.zone);
        const auto zone = id ? store::zone(session, *id) : std::nullopt;
        if (!zone) return zone_not_found();
        return Zone::named(zone->settings.time_zone);
    }
    const auto by_default = asked.zones.empty() ? store::default_zone(session) : std::nullopt;
    if (by_default) return Zone::named(by_default->settings.time_zone);
    const auto first = store::zones(session, "", "", 1, asked.zones);
    return first.empty() ? Zone::utc() : Zone::named(first.front().settings.time_zone);
}

void fill(wire::TotalsPartOut& out, const Figures& figures, Instant from, Instant to) {
    out.from = from;
    out.to = to;
    out.plates = figures.plates;
    out.unique_places = figures.places;
    for (const auto& [currency, amount] : figures.charges) out.charges_total.push_back({amount, currency});
}

// Counts the stays and tickets of [from, to) in these zones (none named: in all) into each of the totals.
void count(storage::Session& session, const std::vector<std::string>& zones, Instant from, Instant to,
           std::initializer_list<Totals*> all) {
    store::each_entered(session, zones, from, to, [&](const auto& row) {
        for (auto* totals : all) totals->entered(row.at, row.plate, row.place_key);
    });
    store::each_charged(session, zones, from, to, [&](const auto& row) {
        for (auto* totals : all) totals->charged(row.at, {row.total, row.currency});
    });
}

http::Answer totals(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(totals_asked(request));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const Zone time_zone = TRY(time_zone_of(session, asked));
        const Instant to = asked.period.to.value_or(request.received + std::chrono::milliseconds{1});
        const Instant from = asked.period.from.value_or(std::min(time_zone.day_begins(time_zone.day(request.received)), to));
        auto starts = part_starts(time_zone, from, to, asked.by);
        if (starts.size() > totals_parts_max)
            return query_invalid("by", {"A shorter period: 800 parts at most.", "Un período más corto: 800 partes como máximo."});
        Totals totals{std::move(starts), to};
        count(session, asked.zones, from, to, {&totals});
        wire::TotalsOut out;
        fill(out, figures_of(totals.whole()), from, to);
        if (asked.by != TotalsBy::whole)
            for (std::size_t i = 0; i < totals.parts().size(); ++i)
                fill(out.parts.emplace_back(), figures_of(totals.parts()[i]), totals.starts()[i], totals.end_of(i));
        return http::json_response(out);
    });
}

DayFigures day_figures(storage::Session& session, const std::vector<std::string>& zones, const Zone& time_zone,
                       const CivilDay& day) {
    Totals until_now{{day.from}, day.until}, hours{part_starts(time_zone, day.from, day.to, TotalsBy::hour), day.to};
    count(session, zones, day.from, day.to, {&until_now, &hours});
    DayFigures figures{.until_now = figures_of(until_now.whole())};
    for (std::size_t i = 0; i < hours.parts().size(); ++i)
        figures.hours.at(civil_hour(time_zone, hours.starts()[i])) = figures_of(hours.parts()[i]);
    return figures;
}

http::Answer usual(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(totals_asked(request));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const Zone time_zone = TRY(time_zone_of(session, asked));
        const Instant now = request.received + std::chrono::milliseconds{1};
        std::vector<DayFigures> weeks;
        for (int week = 1; week <= usual_weeks; ++week)
            weeks.push_back(day_figures(session, asked.zones, time_zone, day_before(time_zone, now, week)));
        const auto usual = usual_of(std::move(weeks));
        const auto today = day_before(time_zone, now, 0);
        Totals so_far{part_starts(time_zone, today.from, now, TotalsBy::hour), now};
        count(session, asked.zones, today.from, now, {&so_far});
        wire::UsualOut out{.weeks = usual.weeks};
        fill(out.today, figures_of(so_far.whole()), today.from, now);
        fill(out.usual, usual.day.until_now, today.from, now);
        for (std::size_t i = 0; i < so_far.parts().size(); ++i)
            fill(out.hours.emplace_back(), figures_of(so_far.parts()[i]), so_far.starts()[i], so_far.end_of(i));
        const auto starts = part_starts(time_zone, today.from, today.to, TotalsBy::hour);
        for (std::size_t i = 0; i < starts.size(); ++i)
            fill(out.usual_hours.emplace_back(), usual.day.hours.at(civil_hour(time_zone, starts[i])), starts[i],
                 i + 1 < starts.size() ? starts[i + 1] : today.to);
        return http::json_response(out);
    });
}

}  // namespace

std::vector<http::Route> zone_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::post,
         .path = "/v1/parking/zones",
         .permission = "parking.configure",
         .summary = "Add a zone",
         .answer = [on](const Request& request) { return add_zone(on, request); },
         .takes = schema_of<ZoneSettings>(),
         .gives = schema_of<wire::ZoneOut>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/parking/zones",
         .permission = "parking.read",
         .summary = "All zones, by name",
         .answer = [on](const Request& request) { return list_zones(on, request); },
         .gives = schema_of<http::Page<wire::ZoneOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = "/v1/parking/zones/{zone}",
         .permission = "parking.read",
         .summary = "One zone",
         .answer = [on](const Request& request) { return show_zone(on, request); },
         .gives = schema_of<wire::ZoneOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = "/v1/parking/zones/{zone}",
         .permission = "parking.configure",
         .summary = "Change a zone (JSON Merge Patch)",
         .answer = [on](const Request& request) { return edit_zone(on, request); },
         .takes = http::patch_of<ZoneSettings>(),
         .gives = schema_of<wire::ZoneOut>(),
         .description = "Fields that are not sent stay. Stays keep the tariff version they began with.",
         .versioned = true},
        {.method = Method::get,
         .path = "/v1/parking/zones/{zone}/occupancy",
         .permission = "parking.read",
         .summary = "How many are inside now",
         .answer = [on](const Request& request) { return occupancy(on, request); },
         .gives = schema_of<wire::OccupancyOut>()},
        {.method = Method::get,
         .path = "/v1/parking/occupancy",
         .permission = "parking.read",
         .summary = "How many are inside now, zone by zone, by name",
         .answer = [on](const Request& request) { return occupancies(on, request); },
         .gives = schema_of<wire::OccupanciesOut>(),
         .description = "Active zones, and those where somebody still is."},
        {.method = Method::get,
         .path = "/v1/parking/totals/usual",
         .permission = "parking.read",
         .summary = "Today against what is usual on this weekday",
         .answer = [on](const Request& request) { return usual(on, request); },
         .gives = schema_of<wire::UsualOut>(),
         .query = {{"zone", "A zone's id; all zones when absent.", {{"type", "string"}, {"format", "uuid"}}}}},
        {.method = Method::get,
         .path = "/v1/parking/totals",
         .permission = "parking.read",
         .summary = "Plates, unique places and charges of a period, by hour or day",
         .answer = [on](const Request& request) { return totals(on, request); },
         .gives = schema_of<wire::TotalsOut>(),
         .query = {{"from", "At or after; the beginning of today when absent.", {{"type", "string"}, {"format", "date-time"}}},
                   {"to", "Before; now when absent.", {{"type", "string"}, {"format", "date-time"}}},
                   {"zone", "A zone's id; all zones when absent.", {{"type", "string"}, {"format", "uuid"}}},
                   {"by", "hour or day, in the zone's time.", {{"type", "string"}, {"enum", {"hour", "day"}}}}}},
    };
}

}  // namespace patente::parking
