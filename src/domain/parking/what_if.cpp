#include "domain/parking/what_if.h"

#include "domain/parking/zoning.h"

namespace patente::parking {
namespace {

constexpr int page_size = 1'024;

Result<> add_page(storage::Session& session, TariffBook& tariffs, const Tariff& tariff,
                  const std::map<ZoneId, ParkingZone>& zones, const std::vector<store::EndedRow>& page, WhatIf& sums) {
    std::vector<TariffBook::Leaving> leaving;
    std::vector<std::int64_t> charged;
    for (const auto& [stay, was] : page) {
        const auto zone = zones.find(stay.zone);
        if (zone == zones.end() || zone->second.settings.time_zone != tariff.document().zone ||
            was.currency != tariff.document().currency) {
            sums.leave_out();
            continue;
        }
        leaving.push_back({zone->second.settings, stay, *stay.left_at});
        charged.push_back(was.amount);
    }
    const auto charges = tariffs.charges_by(session, tariff, leaving);
    for (std::size_t i = 0; i < leaving.size(); ++i) TRY(sums.add({leaving[i].stay, charged[i], charges[i].total.amount}));
    return {};
}

}  // namespace

Result<WhatIf> tried(storage::Database& database, TariffBook& tariffs, const Tariff& tariff, const store::EndedSearch& search) {
    const auto count = database.read([&](storage::Session& session) { return store::ended_count(session, search); });
    if (count > what_if_stays_max)
        return fail(ErrorKind::invalid, "what-if-too-wide",
                    {"More than 200,000 stays: choose a shorter period, or one zone.",
                     "Más de 200.000 estadías: elija un período más corto, o una zona."});
    WhatIf sums{tariff.zone()};
    std::optional<std::pair<Instant, StayId>> after;
    for (bool more = true; more;) {
        TRY(database.read([&](storage::Session& session) -> Result<> {
            const auto page = store::ended(session, search, after, page_size);
            more = page.size() == page_size;
            if (page.empty()) return {};
            std::set<ZoneId> ids;
            for (const auto& each : page) ids.insert(each.stay.zone);
            TRY(add_page(session, tariffs, tariff, store::zones(session, ids), page, sums));
            after = {page.back().stay.entered_at, page.back().stay.id};
            return {};
        }));
    }
    return sums;
}

}  // namespace patente::parking
