#include "domain/parking/row.h"

namespace patente::parking::store {
namespace {

std::string ended_condition(const EndedSearch& search) {
    return fmt::format("{} AND {} AND phase = 'closed' AND entered_at >= :from_time AND entered_at < :until",
                       within_zones(search.within, "zone"),
                       search.tariff.empty() ? "CAST(:tariff AS {text}) = ''" : "tariff = :tariff");
}

}  // namespace

std::int64_t inside_count(storage::Session& session, const ZoneId& zone) {
    std::int64_t count = 0;
    session.run("SELECT COUNT(*) FROM parking_stays WHERE zone = :zone AND phase = 'open'", soci::use(zone), soci::into(count));
    return count;
}

std::map<ZoneId, std::int64_t> inside_counts(storage::Session& session) {
    std::map<ZoneId, std::int64_t> counts;
    ZoneId zone;
    std::int64_t count = 0;
    session.for_each([&] { counts[zone] = count; }, "SELECT zone, COUNT(*) FROM parking_stays WHERE phase = 'open' GROUP BY zone",
                     soci::into(zone), soci::into(count));
    return counts;
}

void each_entered(storage::Session& session, const std::vector<std::string>& within, Instant from, Instant to,
                  const std::function<void(const EnteredRow&)>& row) {
    EnteredRow entered;
    session.for_each(
        [&] { row(entered); },
        fmt::format("SELECT entered_at, plate, place_key FROM parking_stays WHERE {} AND entered_at >= :from_time AND "
                    "entered_at < :to_time AND phase IN ('open', 'closed')",
                    within_zones(within, "zone")),
        soci::use(from), soci::use(to), soci::into(entered.at), soci::into(entered.plate), soci::into(entered.place_key));
}

void each_charged(storage::Session& session, const std::vector<std::string>& within, Instant from, Instant to,
                  const std::function<void(const ChargedRow&)>& row) {
    ChargedRow charged;
    session.for_each([&] { row(charged); },
                     fmt::format("SELECT left_at, total, currency FROM parking_tickets WHERE {} AND left_at >= :from_time AND "
                                 "left_at < :to_time AND annulled_at IS NULL",
                                 within_zones(within, "zone")),
                     soci::use(from), soci::use(to), soci::into(charged.at), soci::into(charged.total),
                     soci::into(charged.currency));
}

std::int64_t ended_count(storage::Session& session, const EndedSearch& search) {
    std::int64_t count = 0;
    session.run("SELECT COUNT(*) FROM parking_stays WHERE " + ended_condition(search), soci::use(search.tariff),
                soci::use(search.from), soci::use(search.until), soci::into(count));
    return count;
}

std::vector<EndedRow> ended(storage::Session& session, const EndedSearch& search,
                            const std::optional<std::pair<Instant, StayId>>& after, int limit) {
    std::vector<EndedRow> found;
    EndedRow row;
    auto& [stay, charged] = row;
    const Instant from = after ? std::max(search.from, after->first) : search.from;
    const std::string after_id = after ? after->second.text() : "";
    session.for_each([&] { found.push_back(row); },
                     "SELECT id, zone, plate, vehicle_class, entered_at, left_at, matched_by, ticket, total, currency "
                     "FROM parking_stays WHERE " +
                         ended_condition(search) + " AND (entered_at, id) > (:time, :id) ORDER BY entered_at, id LIMIT :limit",
                     soci::use(search.tariff), soci::use(from), soci::use(search.until), soci::use(from), soci::use(after_id),
                     soci::use(limit), soci::into(stay.id), soci::into(stay.zone), soci::into(stay.plate),
                     soci::into(stay.vehicle_class), soci::into(stay.entered_at), soci::into(stay.left_at),
                     soci::into(stay.matched_by), soci::into(stay.ticket), soci::into(charged.amount),
                     soci::into(charged.currency));
    return found;
}

}  // namespace patente::parking::store
