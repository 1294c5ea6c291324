#include "domain/parking/api.h"

#include "domain/parking/attendant.h"
#include "domain/parking/till.h"
#include "domain/vocabulary/plate.h"

namespace patente::parking {
namespace {

Result<std::optional<Instant>> instant_in(const http::Request& request, const std::string& name) {
    const auto text = request.query_value(name);
    if (!text) return std::nullopt;
    const auto instant = parse_rfc3339(*text);
    if (!instant) return query_invalid(name, {"A time such as 2026-03-01T12:00:00Z.", "Una hora como 2026-03-01T12:00:00Z."});
    return instant;
}

}  // namespace

Result<ParkingZone> zone_in(storage::Session& session, const http::Request& request) {
    const auto id = TRY(id_in<ZoneId>(request, "zone", zone_not_found()));
    auto zone = store::zone(session, id);
    if (!zone || !request.caller.may_at(id.text())) return zone_not_found();
    return *std::move(zone);
}

Result<Stay> stay_in(storage::Session& session, const http::Request& request) {
    auto stay = TRY(found_stay(session, TRY(id_in<StayId>(request, "stay", stay_not_found()))));
    if (!request.caller.may_at(stay.zone.text())) return stay_not_found();
    return stay;
}

Result<Ticket> ticket_in(storage::Session& session, const http::Request& request) {
    auto ticket = TRY(found_ticket(session, request.path_parameters.at("number")));
    if (!request.caller.may_at(ticket.zone.text())) return ticket_not_found();
    return ticket;
}

Result<> check_reaches_all(const http::Request& request) {
    if (request.caller.zones.empty()) return {};
    return fail(
        ErrorKind::forbidden, "out-of-reach",
        {"You are limited to some zones; this concerns them all.", "Usted está limitado a algunas zonas; esto es de todas."});
}

Failure zone_not_found() {
    return fail(ErrorKind::not_found, "zone-not-found", {"No zone has this id.", "Ninguna zona tiene este id."});
}
Failure stay_not_found() {
    return fail(ErrorKind::not_found, "stay-not-found", {"No stay has this id.", "Ninguna estadía tiene este id."});
}

Failure query_invalid(std::string name, Text detail) {
    return fail(ErrorKind::invalid, "query-invalid",
                {"The query is not right; see errors.", "La consulta no está bien; ver errores."},
                {{std::move(name), "pattern", std::move(detail)}});
}

Result<Period> period_in(const http::Request& request) {
    const Period period{TRY(instant_in(request, "from")), TRY(instant_in(request, "to"))};
    if (period.from && period.to && *period.to < *period.from)
        return query_invalid("to", {"It lies before `from`.", "Es anterior a `from`."});
    return period;
}

Result<PlateSearch> plate_in(const http::Request& request, const Period& period, bool few) {
    constexpr std::size_t literals_min = 3;
    constexpr std::chrono::days narrow_span{31};
    const auto text = request.query_value("plate").value_or("");
    const auto similar = request.query_value("similar").value_or("false");
    if (similar != "true" && similar != "false")
        return query_invalid("similar", {"Say true or false.", "Debe ser true o false."});
    if (text.empty()) return PlateSearch{};
    auto plate = plate_search(text);
    if (!plate) return query_invalid("plate", plate.error().detail);
    const bool short_period = period.from && period.to.value_or(request.received) - *period.from <= narrow_span;
    if (is_plate_pattern(*plate) && literal_run(*plate) < literals_min && !short_period && !few)
        return fail(ErrorKind::invalid, "search-too-wide",
                    {"A partial plate needs 3 letters or digits in a row, or a period of at most 31 days (from, to).",
                     "Una patente parcial necesita 3 letras o números seguidos, o un período de hasta 31 días (from, to)."},
                    {{"plate", "too_wide", {"Fewer than 3 characters in a row.", "Menos de 3 caracteres seguidos."}}});
    return PlateSearch{*std::move(plate), similar == "true"};
}

std::vector<http::QueryParameter> list_parameters(const std::string& states) {
    std::vector<http::QueryParameter> parameters{
        {"plate", "A plate; with * (any characters) and ? (one character) a pattern."},
        {"similar", "Look-alikes count as equal: O0QD, I1, B8, S5, Z2, G6, UV.", {{"type", "boolean"}}},
        {"zone", "A zone's id.", {{"type", "string"}, {"format", "uuid"}}},
        {"state", states},
        {"from", "At or after.", {{"type", "string"}, {"format", "date-time"}}},
        {"to", "Before.", {{"type", "string"}, {"format", "date-time"}}}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

std::vector<http::Route> routes(const Dependencies& on) {
    std::vector<http::Route> all;
    for (const auto& of : {zone_routes, tariff_routes, stay_routes, ticket_routes, page_routes})
        for (auto& route : of(on)) all.push_back(std::move(route));
    return all;
}

}  // namespace patente::parking
