#include "domain/parking/feature.h"

#include "domain/parking/api.h"
#include "domain/parking/jobs.h"
#include "domain/parking/ticketing.h"

namespace patente::parking {

Feature feature(const Dependencies& dependencies) {
    return {.name = "parking", .routes = routes(dependencies), .workers = workers(dependencies), .migrations = migrations()};
}

std::optional<StayView> StaysOfSightings::of_sighting(storage::Session& session, const sightings::SightingId& sighting,
                                                      Instant now) {
    const auto effect = store::effect(session, sighting);
    if (!effect || !effect->stay) return std::nullopt;
    const auto stay = store::stay(session, *effect->stay);
    if (!stay || stay->phase == StayPhase::gone) return std::nullopt;
    const auto zone = store::zone(session, stay->zone);
    const Charge charge = metering_.quote(session, *stay, now);
    const bool asked = stay->phase == StayPhase::ask;
    return StayView{stay->id,
                    std::string(state_of(*stay)),
                    effect->happened,
                    zone->settings.name,
                    {asked ? 0 : still_owed(charge.total.amount, stay->paid, stay->standing), charge.total.currency},
                    stay->phase == StayPhase::closed ? stay->ticket : ""};
}

bool StaysOfDiscounts::zone_exists(storage::Session& session, const std::string& zone) {
    return ZonesOfParking{}.exists(session, zone);
}

Result<discounts::StayFound> StaysOfDiscounts::found(storage::Session& session, const std::string& stay_or_ticket) {
    auto id = StayId::parse(stay_or_ticket);
    if (!id) id = TRY(found_ticket(session, stay_or_ticket)).stay;
    const auto stay = TRY(found_stay(session, *id));
    if (stay.phase == StayPhase::gone)
        return fail(ErrorKind::conflict, "stay-gone",
                    {"This stay was taken back: it never was.", "Esta estadía fue anulada: nunca existió."});
    const auto zone = *store::zone(session, stay.zone);
    const bool ended = stay.phase == StayPhase::closed;
    return discounts::StayFound{.id = stay.id.text(),
                                .zone = zone.id.text(),
                                .time_zone = Zone::named(zone.settings.time_zone).value_or(Zone::utc()),
                                .owes = !ended || still_owed(stay.charge->total.amount, stay.paid, stay.standing) > 0};
}

void StaysOfDiscounts::discounted(storage::Session& session, const std::string& stay_id, const std::string& act,
                                  const std::string& reason, const json::Object& detail, Instant now,
                                  const discounts::Person& by) {
    auto stay = store::stay(session, StayId::parse(stay_id).value());
    if (!stay) throw std::logic_error("discounts of a stay that is not there: " + stay_id);
    metering_.discounted(session, *stay, {now, act, {by.key_id, by.name}, reason, detail});
}

Result<Booked> PaymentsOfTickets::book(storage::Session& session, const ProviderPayment& payment, Instant now) {
    const auto booked = TRY(parking::book(session, payment, now));
    return Booked{booked.id, booked.ticket, booked.amount, booked.at};
}

std::vector<Taking> PaymentsOfTickets::takings(storage::Session& session, const std::string& key_id) {
    return store::takings(session, key_id);
}

void PaymentsOfTickets::close(storage::Session& session, const std::string& key_id, const std::string& closing) {
    store::close_takings(session, key_id, closing);
}

std::string PaymentsOfTickets::next_closing_number(storage::Session& session, Instant now) {
    return next_number(session, "C", time_zone(session), now);
}

Zone PaymentsOfTickets::time_zone(storage::Session& session) {
    const auto zone = store::default_zone(session);
    return zone ? Zone::named(zone->settings.time_zone).value_or(Zone::utc()) : Zone::utc();
}

bool ZonesOfParking::exists(storage::Session& session, const std::string& zone) {
    const auto id = ZoneId::parse(zone);
    return id && store::zone(session, *id);
}

}  // namespace patente::parking
