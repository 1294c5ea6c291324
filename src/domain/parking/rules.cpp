#include "domain/parking/rules.h"

#include <algorithm>

#include "domain/vocabulary/area.h"

namespace patente::parking {
namespace {

using std::chrono::minutes;

bool names(const std::vector<std::string>& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

minutes clock_time(const std::string& hh_mm) {
    return minutes{std::stoi(hh_mm.substr(0, 2)) * 60 + std::stoi(hh_mm.substr(3, 2))};
}

bool holds_on(const OpeningHours& hours, Day day) {
    const auto weekday = static_cast<Weekday>(weekday_of(day).iso_encoding());
    return hours.weekdays.empty() || std::ranges::find(hours.weekdays, weekday) != hours.weekdays.end();
}

// Also when the hours began the day before and run over midnight.
bool is_within(const OpeningHours& hours, Civil civil) {
    const Day today = std::chrono::floor<std::chrono::days>(civil);
    const auto from = clock_time(hours.from);
    const auto to = clock_time(hours.to) > from ? clock_time(hours.to) : clock_time(hours.to) + minutes{24 * 60};
    const auto within = [&](Day day) { return holds_on(hours, day) && civil >= day + from && civil < day + to; };
    return within(today) || within(today - std::chrono::days{1});
}

std::chrono::seconds gap_of(const ZoneSettings& zone) { return std::chrono::seconds{zone.reopen_gap_s}; }

// Part of the visit that has just ended: within the gap of its end, or within the time to leave after paying.
bool belongs_to(const ZoneSettings& zone, Instant at, const Situation::Closed& latest) {
    if (at >= latest.entered_at && at <= latest.left_at + gap_of(zone)) return true;
    return latest.paid_at && at >= *latest.paid_at && at <= *latest.paid_at + std::chrono::seconds{zone.leave_within_s};
}

Decision by_lookalike(const Situation& before, Decision otherwise) {
    switch (before.lookalike) {
        case Lookalike::one: return {Act::close_lookalike, "misreading"};
        case Lookalike::unclear: return {Act::ask, "unclear"};
        case Lookalike::none: break;
    }
    return otherwise;
}

Decision beginning(const Situation& before) {
    return before.zone_open ? Decision{Act::open, "entry"} : Decision{Act::none, "zone_closed"};
}

Decision by_photo(const ZoneSettings& zone, Instant at, const Situation& before) {
    if (before.open) {
        if (at < before.open->entered_at - gap_of(zone)) return {Act::close_backwards, "late"};
        if (at < before.open->last_seen_at + gap_of(zone)) return {Act::see_again, "gap"};
        return {Act::close, "exit"};
    }
    if (before.asked) return {Act::see_again, "asked"};
    if (before.latest && belongs_to(zone, at, *before.latest)) return {Act::see_again, "just_left"};
    if (before.latest && at < before.latest->entered_at) return {Act::none, "late"};
    return by_lookalike(before, beginning(before));
}

Decision by_entry(const ZoneSettings& zone, Instant at, const Situation& before) {
    if (!before.open) {
        if (before.latest && at < before.latest->left_at) return {Act::none, "late"};
        return beginning(before);
    }
    if (at < before.open->last_seen_at + gap_of(zone)) return {Act::see_again, "gap"};
    switch (zone.second_entry) {
        case Unexpected::close_at_cap: return {Act::end_and_open, "exit_missed"};
        case Unexpected::ask: return {Act::flag, "second_entry"};
        case Unexpected::ignore: break;
    }
    return {Act::see_again, "second_entry"};
}

Decision by_exit(const ZoneSettings& zone, Instant at, const Situation& before) {
    if (before.open) return at >= before.open->entered_at ? Decision{Act::close, "exit"} : Decision{Act::none, "late"};
    if (before.asked) return {Act::see_again, "asked"};
    if (before.latest && belongs_to(zone, at, *before.latest)) return {Act::see_again, "just_left"};
    switch (zone.exit_without_entry) {
        case Unexpected::close_at_cap: return by_lookalike(before, {Act::charge_at_cap, "entry_missed"});
        case Unexpected::ask: return by_lookalike(before, {Act::ask, "no_entry"});
        case Unexpected::ignore: break;
    }
    return by_lookalike(before, {Act::none, "no_entry"});
}

Decision only_noticed(const Situation& before, std::string_view reason) {
    return before.open ? Decision{Act::see_again, reason} : Decision{Act::none, reason};
}

}  // namespace

Direction direction_of(const ZoneSettings& zone, std::string_view device) {
    if (zone.mode != ZoneMode::gate) return Direction::unknown;
    if (names(zone.entry_devices, device)) return Direction::in;
    return names(zone.exit_devices, device) ? Direction::out : Direction::unknown;
}

bool is_open_at(const ZoneSettings& zone, const Zone& time_zone, Instant at) {
    if (!zone.active) return false;
    const Civil civil = time_zone.civil(at);
    return zone.opening_hours.empty() ||
           std::ranges::any_of(zone.opening_hours, [&](const auto& hours) { return is_within(hours, civil); });
}

const ParkingZone* zone_at(const std::vector<ParkingZone>& zones, const std::optional<Place>& place) {
    const ParkingZone *smallest = nullptr, *default_zone = nullptr;
    for (const auto& zone : zones) {
        if (!zone.settings.active) continue;
        if (zone.settings.default_zone) default_zone = &zone;
        if (!place || !zone.settings.area || !contains(*zone.settings.area, place->lat, place->lon)) continue;
        if (!smallest || area_m2(*zone.settings.area) < area_m2(*smallest->settings.area)) smallest = &zone;
    }
    return smallest ? smallest : default_zone;
}

Decision decided(const ZoneSettings& zone, const sightings::PlateSeen& seen, const Situation& before) {
    for (const std::string_view flag : {"future", "too_old"})
        if (names(seen.time_flags, flag)) return {Act::none, flag};
    switch (zone.mode) {
        case ZoneMode::photo: return by_photo(zone, seen.seen_at, before);
        case ZoneMode::kerb: return only_noticed(before, "attendant");
        case ZoneMode::gate: break;
    }
    switch (direction_of(zone, seen.device)) {
        case Direction::in: return by_entry(zone, seen.seen_at, before);
        case Direction::out: return by_exit(zone, seen.seen_at, before);
        case Direction::unknown: break;
    }
    return only_noticed(before, "device");
}

Instant end_at_cap(Instant entered, Instant noticed) { return std::min<Instant>(noticed, entered + cap_time); }

Instant start_at_cap(Instant left, std::optional<Instant> left_before) {
    const Instant start = left - cap_time;
    return left_before ? std::clamp(*left_before, start, left) : start;
}

bool is_same_spot(const std::optional<Place>& a, const std::optional<Place>& b) {
    constexpr double beyond_accuracy_m = 50;
    return !a || !b || distance_m(*a, *b) <= accuracy_of(*a) + accuracy_of(*b) + beyond_accuracy_m;
}

void add_flag(Stay& stay, const std::string& name) {
    if (!names(stay.flags, name)) stay.flags.push_back(name);
}

void flag_overpaid(Stay& stay) {
    std::erase(stay.flags, "overpaid");
    if (stay.charge && stay.paid > stay.charge->total.amount) add_flag(stay, "overpaid");
}

void clear_end(Stay& stay) {
    stay.phase = StayPhase::open;
    stay.left_at.reset();
    stay.exit_sighting.reset();
    stay.exit_plate.clear();
    stay.matched_by = MatchedBy::none;
    stay.match_cost = 0;
    stay.match_reason.reset();
    stay.charge.reset();
    std::erase(stay.flags, "permit_unclear");
}

bool may_end_with(const ZoneSettings& zone, const Stay& stay, const SightingEffect& exit) {
    return stay.entered_at + gap_of(zone) < exit.seen.seen_at && stay.last_seen_at <= exit.seen.seen_at &&
           stay.id != exit.not_stay;
}

std::int64_t still_owed(std::int64_t total, std::int64_t paid, Standing standing) {
    return standing == Standing::forgiven ? 0 : std::max<std::int64_t>(total - paid, 0);
}

TicketState ticket_state(const Ticket& ticket) {
    if (ticket.annulled_at) return TicketState::annulled;
    if (ticket.standing == Standing::forgiven) return TicketState::forgiven;
    if (ticket.standing == Standing::disputed) return TicketState::disputed;
    if (ticket.paid >= ticket.charge.total.amount) return TicketState::paid;
    return ticket.paid > 0 ? TicketState::partly_paid : TicketState::unpaid;
}

std::string_view state_of(const Stay& stay) {
    if (stay.phase != StayPhase::closed) return json::name_of(stay.phase);
    if (!stay.charge || stay.charge->total.amount == 0) return json::name_of(StayPhase::closed);
    Ticket ticket;
    ticket.charge = *stay.charge;
    ticket.paid = stay.paid;
    ticket.standing = stay.standing;
    return json::name_of(ticket_state(ticket));
}

Result<> may_pay(const Ticket& ticket, std::int64_t amount) {
    if (ticket.annulled_at)
        return fail(ErrorKind::conflict, "ticket-annulled",
                    {"This ticket was annulled and cannot be paid.", "Este comprobante fue anulado y no se puede pagar."});
    if (ticket.standing == Standing::forgiven)
        return fail(ErrorKind::conflict, "ticket-forgiven",
                    {"This ticket was forgiven: nothing is owed.", "Este comprobante fue condonado: no se debe nada."});
    const std::int64_t owed = still_owed(ticket.charge.total.amount, ticket.paid, ticket.standing);
    if (owed == 0)
        return fail(ErrorKind::conflict, "payment-too-much",
                    {"Nothing is owed on this ticket any more.", "Ya no se debe nada de este comprobante."});
    if (amount > owed) {
        const Money due{owed, ticket.charge.total.currency};
        return fail(
            ErrorKind::conflict, "payment-too-much",
            {"Only " + format(due, Language::en) + " is still owed.", "Solo se deben " + format(due, Language::es) + "."});
    }
    return {};
}

Result<> may_refund(const Payment& payment, std::int64_t refunded, std::int64_t amount) {
    if (amount > payment.amount.amount - refunded) {
        const Money left{payment.amount.amount - refunded, payment.amount.currency};
        return fail(ErrorKind::conflict, "refund-too-much",
                    {"Only " + format(left, Language::en) + " of this payment can be given back.",
                     "De este pago solo se pueden devolver " + format(left, Language::es) + "."});
    }
    return {};
}

}  // namespace patente::parking
