#include "domain/parking/row.h"

namespace patente::parking::store {

std::int64_t inside_count(storage::Session& session, const ZoneId& zone) {
    std::int64_t count = 0;
    session.run("SELECT COUNT(*) FROM parking_stays WHERE zone = :zone AND phase = 'open'", soci::use(zone), soci::into(count));
    return count;
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

}  // namespace patente::parking::store
