// The routes of parking, by noun.
#pragma once

#include "domain/parking/feature.h"
#include "domain/parking/wire.h"
#include "platform/http/page.h"

namespace patente::parking {

std::vector<http::Route> routes(const Dependencies& on);

std::vector<http::Route> zone_routes(const Dependencies& on);    // zones_api.cpp: zones, occupancy, totals
std::vector<http::Route> tariff_routes(const Dependencies& on);  // tariffs_api.cpp
std::vector<http::Route> stay_routes(const Dependencies& on);    // stays_api.cpp
std::vector<http::Route> ticket_routes(const Dependencies& on);  // tickets_api.cpp: tickets, payments
std::vector<http::Route> page_routes(const Dependencies& on);    // pages_api.cpp: the public page, PDF and picture

inline Person caller_of(const http::Request& request) { return {request.caller.id, request.caller.name}; }

// The id in the path; the error when it is none says that the thing is not there.
template <typename IdType>
Result<IdType> id_in(const http::Request& request, const std::string& name, Failure not_found) {
    const auto id = IdType::parse(request.path_parameters.at(name));
    if (!id) return not_found;
    return *id;
}

// What is in the path, unless it lies in a zone beyond the caller's reach: then it is not there.
Result<ParkingZone> zone_in(storage::Session& session, const http::Request& request);
Result<Stay> stay_in(storage::Session& session, const http::Request& request);
Result<Ticket> ticket_in(storage::Session& session, const http::Request& request);
// forbidden "out-of-reach": what belongs to every zone is changed by who reaches them all.
Result<> check_reaches_all(const http::Request& request);

Failure zone_not_found();
Failure stay_not_found();

// ?from= and ?to=; 422 "query-invalid". nullopt when they are not there.
struct Period {
    std::optional<Instant> from, to;
};
Result<Period> period_in(const http::Request& request);
// ?plate= with ?similar=. 422 "query-invalid"; 422 "search-too-wide" for a pattern that would have to look at every plate: it
// needs 3 characters in a row, a period of at most 31 days, or stays that are open (`few`).
Result<PlateSearch> plate_in(const http::Request& request, const Period& period, bool few);
Failure query_invalid(std::string name, Text detail);
std::vector<http::QueryParameter> list_parameters(const std::string& states);

}  // namespace patente::parking
