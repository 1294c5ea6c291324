#include "domain/parking/wire.h"

#include "domain/vocabulary/plate.h"

namespace patente::json {

bool Codec<parking::wire::PlateText>::read(Reader& reader, const Value& value, parking::wire::PlateText& result) {
    std::string text;
    if (!Codec<std::string>::read(reader, value, text)) return false;
    auto plate = normalised(text.substr(0, 64));
    if (!plate) {
        reader.fault("pattern", plate.error().detail);
        return false;
    }
    result.plate = *std::move(plate);
    return true;
}

}  // namespace patente::json

namespace patente::parking::wire {
namespace {

PersonOut view_of(const Person& person) { return {person.key_id, person.name}; }

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

}  // namespace

ZoneOut view_of(const ParkingZone& zone, const std::string& currency) {
    ZoneOut out;
    static_cast<ZoneSettings&>(out) = zone.settings;
    out.id = zone.id;
    out.version = zone.version;
    out.currency = currency;
    out.created_at = zone.created_at;
    out.changed_at = zone.changed_at;
    return out;
}

TariffOut view_of(const TariffVersion& tariff) {
    return {tariff.id, tariff.version, tariff.document, tariff.created_at, tariff.created_by};
}

ZoneName name_of(const ParkingZone& zone) { return {zone.id, zone.settings.name, zone.settings.time_zone}; }

OccupancyOut occupancy_of(const ParkingZone& zone, std::int64_t inside) {
    OccupancyOut out{.zone = name_of(zone), .inside = inside, .capacity = zone.settings.capacity, .free = std::nullopt};
    if (out.capacity) out.free = std::max<std::int64_t>(*out.capacity - inside, 0);
    return out;
}

StayOut view_of(const Stay& stay, const ParkingZone& zone, const Charge& quoted) {
    StayOut out{.id = stay.id,
                .state = std::string(state_of(stay)),
                .zone = name_of(zone),
                .plate = stay.plate,
                .vehicle_class = stay.vehicle_class,
                .entered_at = stay.entered_at,
                .left_at = stay.left_at,
                .last_seen_at = stay.last_seen_at,
                .entry_sighting = stay.entry_sighting,
                .exit_sighting = stay.exit_sighting,
                .candidates = stay.candidates,
                .flags = stay.flags,
                .tariff = stay.tariff,
                .tariff_version = stay.tariff_version,
                .charge = stay.charge,
                .owed = {still_owed(quoted.total.amount, stay.paid, stay.standing), quoted.total.currency},
                .paid = {stay.paid, quoted.total.currency},
                .version = stay.version};
    if (stay.phase == StayPhase::ask || stay.phase == StayPhase::gone) out.owed.amount = 0;
    if (stay.phase == StayPhase::closed) {
        out.match = MatchOut{stay.matched_by, stay.exit_plate, stay.match_cost, stay.match_reason};
        out.ticket = unless_empty(stay.ticket);
    }
    return out;
}

WhatIfOut view_of(const WhatIf& sums, const TariffDocument& document) {
    const auto money = [&](std::int64_t amount) { return Money{amount, document.currency}; };
    const auto fill = [&](WhatIfSumsOut& out, const WhatIf::Sums& of) {
        out = {of.stays, of.dearer, of.cheaper, money(of.was), money(of.would), money(of.would - of.was)};
    };
    WhatIfOut out{.left_out = sums.left_out(), .time_zone = document.zone};
    fill(out.total, sums.whole());
    for (const auto& [day, of] : sums.days()) {
        auto& each = out.days.emplace_back();
        each.day = to_text(day);
        fill(each, of);
    }
    for (const auto& each : sums.differ_most())
        out.differ_most.push_back({each.stay.id, each.stay.plate, each.stay.zone, each.stay.entered_at, *each.stay.left_at,
                                   each.stay.ticket, money(each.was), money(each.would), money(each.difference())});
    return out;
}

HistoryLineOut view_of(const HistoryLine& line) { return {line.at, line.act, view_of(line.by), line.reason, line.detail}; }

TicketOut view_of(const Ticket& ticket, const std::string& origin) {
    const Money& total = ticket.charge.total;
    TicketOut out{.number = ticket.number,
                  .state = ticket_state(ticket),
                  .stay = ticket.stay,
                  .plate = ticket.plate,
                  .zone = {ticket.zone, ticket.zone_name, ticket.time_zone},
                  .entered_at = ticket.entered_at,
                  .left_at = ticket.left_at,
                  .vehicle_class = ticket.vehicle_class,
                  .charge = ticket.charge,
                  .owed = {ticket.annulled_at ? 0 : still_owed(total.amount, ticket.paid, ticket.standing), total.currency},
                  .paid = {ticket.annulled_at ? 0 : ticket.paid, total.currency},
                  .issued_at = ticket.issued_at,
                  .page = origin + "/t/" + ticket.token};
    if (ticket.annulled_at)
        out.annulled = AnnulledOut{*ticket.annulled_at, ticket.annulled_reason, unless_empty(ticket.replaced_by)};
    return out;
}

PaymentOut view_of(const Payment& payment) {
    return {payment.id,        payment.ticket, payment.amount, payment.method,     payment.reference,
            payment.refund_of, payment.reason, payment.at,     view_of(payment.by)};
}

}  // namespace patente::parking::wire
