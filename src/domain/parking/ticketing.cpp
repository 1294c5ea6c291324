#include "domain/parking/ticketing.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "base/base64url.h"
#include "domain/parking/rules.h"
#include "domain/vocabulary/zone.h"

namespace patente::parking {
namespace {

constexpr std::size_t token_bytes = 24;  // 192 bits: nobody guesses one

std::string new_token() {
    std::array<unsigned char, token_bytes> bytes;
    if (RAND_bytes(bytes.data(), bytes.size()) != 1) throw std::runtime_error("the system gives no random bytes");
    return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Ticket ticket_of(const ParkingZone& zone, const Stay& stay) {
    return {.stay = stay.id,
            .plate = stay.plate,
            .zone = zone.id,
            .zone_name = zone.settings.name,
            .time_zone = zone.settings.time_zone,
            .entered_at = stay.entered_at,
            .left_at = *stay.left_at,
            .vehicle_class = stay.vehicle_class,
            .charge = *stay.charge,
            .crop_sha256 = stay.crop_sha256};
}

bool says_the_same(const Ticket& a, const Ticket& b) {
    return a.plate == b.plate && a.zone == b.zone && a.entered_at == b.entered_at && a.left_at == b.left_at &&
           a.vehicle_class == b.vehicle_class && a.charge == b.charge && a.crop_sha256 == b.crop_sha256;
}

void annul(storage::Session& session, Stay& stay, Instant now, const Person& by, const std::string& reason) {
    store::annul(session, stay.ticket, now, reason);
    if (stay.paid != 0) add_flag(stay, "changed_after_payment");
    store::note(session, stay, {now, "ticket_annulled", by, reason, json::Object{{"ticket", stay.ticket}}});
}

void issue(storage::Session& session, Stay& stay, Ticket ticket, Instant now, const Person& by) {
    ticket.number = next_number(session, "T", Zone::named(ticket.time_zone).value_or(Zone::utc()), now);
    ticket.token = new_token();
    ticket.issued_at = now;
    store::add(session, ticket);
    if (!stay.ticket.empty()) store::replace(session, stay.ticket, ticket.number);
    stay.ticket = ticket.number;
    store::note(
        session, stay,
        {now, "ticket_issued", by, "", json::Object{{"ticket", ticket.number}, {"total", json::value_of(ticket.charge.total)}}});
}

}  // namespace

std::string next_number(storage::Session& session, const std::string& letter, const Zone& zone, Instant now) {
    const std::string series = letter + "-" + to_text(zone.day(now)).substr(0, 4);
    return fmt::format("{}-{:06}", series, store::next_in_series(session, series));
}

void settle_ticket(storage::Session& session, const ParkingZone& zone, Stay& stay, Instant now, const Person& by,
                   const std::string& reason) {
    const auto current = stay.ticket.empty() ? std::nullopt : store::ticket(session, stay.ticket);
    const bool in_force = current && !current->annulled_at;
    if (stay.phase == StayPhase::closed) {
        const Ticket wanted = ticket_of(zone, stay);
        if (!in_force || !says_the_same(*current, wanted)) {
            if (in_force) annul(session, stay, now, by, reason);
            issue(session, stay, wanted, now, by);
        }
    } else if (in_force) {
        annul(session, stay, now, by, reason);
    }
    flag_overpaid(stay);
    store::save(session, stay);
}

}  // namespace patente::parking
