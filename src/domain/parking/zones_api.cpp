#include "domain/parking/api.h"
#include "domain/parking/figures_rules.h"
#include "domain/parking/zoning.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"

namespace patente::parking {
namespace {

std::string currency_of(storage::Session& session, const ParkingZone& zone) {
    return store::tariff_versions(session, zone.settings.tariff).back().document.currency;
}

http::Response answer_with(storage::Session& session, const ParkingZone& zone, int status = 200) {
    auto response = http::tagged(http::json_response(wire::view_of(zone, currency_of(session, zone)), status), zone.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/parking/zones/" + zone.id.text());
    return response;
}

http::Answer add(const Dependencies& on, const http::Request& request) {
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

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{});
    return on.database.read([&](storage::Session& session) -> http::Answer {
        std::vector<wire::ZoneOut> rows;
        for (const auto& zone : store::zones(session, after.sort_key, after.id, asked.limit + 1, request.caller.zones))
            rows.push_back(wire::view_of(zone, currency_of(session, zone)));
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::ZoneOut& each) { return http::Cursor{each.name, each.id.text()}; }));
    });
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(session, TRY(zone_in(session, request))); });
}

http::Answer edit(const Dependencies& on, const http::Request& request) {
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
        wire::OccupancyOut out{.zone = wire::name_of(zone), .inside = store::inside_count(session, zone.id)};
        out.capacity = zone.settings.capacity;
        if (out.capacity) out.free = std::max<std::int64_t>(*out.capacity - out.inside, 0);
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

// The zone's own time; without a zone that of the default zone.
Result<Zone> time_zone_of(storage::Session& session, const std::string& zone_id) {
    const auto id = ZoneId::parse(zone_id);
    const auto zone = zone_id.empty() ? store::default_zone(session) : id ? store::zone(session, *id) : std::nullopt;
    if (!zone && !zone_id.empty()) return zone_not_found();
    return zone ? Zone::named(zone->settings.time_zone) : Zone::utc();
}

template <typename Out>
void fill(Out& out, const Totals::Sums& sums, Instant from, Instant to) {
    out.from = from;
    out.to = to;
    out.plates = static_cast<std::int64_t>(sums.plates.size());
    out.unique_places = static_cast<std::int64_t>(sums.places.size());
    for (const auto& [currency, amount] : sums.charges) out.charges_total.push_back({amount, currency});
}

http::Answer totals(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(totals_asked(request));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const Zone time_zone = TRY(time_zone_of(session, asked.zone));
        const Instant to = asked.period.to.value_or(request.received + std::chrono::milliseconds{1});
        const Instant from = asked.period.from.value_or(std::min(time_zone.day_begins(time_zone.day(request.received)), to));
        Totals totals{part_starts(time_zone, from, to, asked.by), to};
        if (totals.starts().size() > totals_parts_max)
            return query_invalid("by", {"A shorter period: 800 parts at most.", "Un período más corto: 800 partes como máximo."});
        store::each_entered(session, asked.zones, from, to,
                            [&](const auto& row) { totals.entered(row.at, row.plate, row.place_key); });
        store::each_charged(session, asked.zones, from, to,
                            [&](const auto& row) { totals.charged(row.at, {row.total, row.currency}); });
        wire::TotalsOut out;
        fill(out, totals.whole(), from, to);
        if (asked.by != TotalsBy::whole)
            for (std::size_t i = 0; i < totals.parts().size(); ++i)
                fill(out.parts.emplace_back(), totals.parts()[i], totals.starts()[i], totals.end_of(i));
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
         .answer = [on](const Request& request) { return add(on, request); },
         .takes = schema_of<ZoneSettings>(),
         .gives = schema_of<wire::ZoneOut>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/parking/zones",
         .permission = "parking.read",
         .summary = "All zones, by name",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::ZoneOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = "/v1/parking/zones/{zone}",
         .permission = "parking.read",
         .summary = "One zone",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::ZoneOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = "/v1/parking/zones/{zone}",
         .permission = "parking.configure",
         .summary = "Change a zone (JSON Merge Patch)",
         .answer = [on](const Request& request) { return edit(on, request); },
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
