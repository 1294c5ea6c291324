#include "domain/parking/attendant.h"

namespace patente::parking {
namespace {

Failure wrong_times(const std::string& field, Text detail) {
    return fail(ErrorKind::invalid, "stay-times", detail, {{"/" + field, "range", detail}});
}

const Text in_the_future{"The time lies in the future.", "La hora está en el futuro."};
const Text before_entry{"A stay cannot end before it began.", "Una estadía no puede terminar antes de empezar."};

Failure plate_inside() {
    return fail(
        ErrorKind::conflict, "plate-inside",
        {"The plate has a stay in this zone that has not ended.", "La patente tiene una estadía sin terminar en esta zona."});
}

Failure gone() {
    return fail(ErrorKind::conflict, "stay-gone",
                {"This stay was taken back: it never was.", "Esta estadía fue anulada: nunca existió."});
}

}  // namespace

Result<Stay> found_stay(storage::Session& session, const StayId& id) {
    auto stay = store::stay(session, id);
    if (!stay) return fail(ErrorKind::not_found, "stay-not-found", {"No stay has this id.", "Ninguna estadía tiene este id."});
    return *std::move(stay);
}

Result<Stay> Attendant::begin(storage::Session& session, const NewStay& wanted, Instant now, const Person& by) {
    const auto zone = store::zone(session, wanted.zone);
    if (!zone) return fail(ErrorKind::not_found, "zone-not-found", {"No zone has this id.", "Ninguna zona tiene este id."});
    if (!zone->settings.active)
        return fail(ErrorKind::conflict, "zone-closed",
                    {"No stay begins in this zone any more.", "En esta zona ya no empiezan estadías."});
    if (wanted.entered_at > now) return wrong_times("entered_at", in_the_future);
    if (store::inside(session, wanted.zone, wanted.plate)) return plate_inside();

    Stay stay{.id = StayId::made_at(now), .zone = zone->id, .plate = wanted.plate};
    stay.vehicle_class = wanted.vehicle_class.empty() ? zone->settings.vehicle_class : wanted.vehicle_class;
    stay.entered_at = stay.last_seen_at = wanted.entered_at;
    stay.place_key = zone->id.text();
    const auto tariff = metering_.tariffs().in_force(session, zone->settings.tariff, stay.entered_at);
    stay.tariff = tariff.id;
    stay.tariff_version = tariff.version;
    store::add(session, stay);
    store::note(session, stay,
                {now, "opened", by, "", json::Object{{"plate", stay.plate}, {"entered_at", to_rfc3339(stay.entered_at)}}});
    return stay;
}

Result<Stay> Attendant::end(storage::Session& session, const StayId& id, Instant left_at, const std::string& reason, Instant now,
                            const Person& by) {
    auto stay = TRY(found_stay(session, id));
    if (stay.phase == StayPhase::gone) return gone();
    if (stay.phase == StayPhase::ask)
        return fail(ErrorKind::conflict, "stay-asked",
                    {"First say what this sighting was.", "Primero diga qué fue este avistaje."});
    if (left_at > now) return wrong_times("left_at", in_the_future);
    if (left_at < stay.entered_at) return wrong_times("left_at", before_entry);
    if (stay.left_at == left_at) return stay;

    store::note(session, stay, {now, "ended_by_hand", by, reason, json::Object{{"left_at", to_rfc3339(left_at)}}});
    metering_.end(session, *store::zone(session, stay.zone), stay, {left_at, nullptr, MatchedBy::hand}, now, by);
    metering_.settle_doubts(session, stay.zone, stay.id, now);
    return stay;
}

Result<Stay> Attendant::take_back_end(storage::Session& session, const StayId& id, const std::string& reason, Instant now,
                                      const Person& by) {
    auto stay = TRY(found_stay(session, id));
    if (stay.phase != StayPhase::closed)
        return fail(ErrorKind::conflict, "stay-not-ended", {"This stay has not ended.", "Esta estadía no terminó."});
    if (auto reopened = metering_.reopen(session, stay, now, by, reason); !reopened) return Failure{reopened.error()};
    return stay;
}

Result<Stay> Attendant::answer(storage::Session& session, const StayId& asked_id, AnswerKind kind,
                               const std::optional<StayId>& of, Instant now, const Person& by) {
    auto asked = TRY(found_stay(session, asked_id));
    if (asked.phase != StayPhase::ask)
        return fail(ErrorKind::conflict, "stay-not-asked",
                    {"Nothing is asked about this stay.", "No hay nada que responder sobre esta estadía."});
    json::Object detail{{"is", json::value_of(kind)}};
    asked.candidates.clear();
    if (kind == AnswerKind::entry) {
        asked.phase = StayPhase::open;
        store::save(session, asked);
        store::note(session, asked, {now, "answered", by, "", detail});
        return asked;
    }
    asked.phase = StayPhase::gone;
    store::save(session, asked);
    store::note(session, asked, {now, "answered", by, "", detail});
    auto effect = store::effect(session, *asked.entry_sighting);
    if (kind == AnswerKind::nothing) {
        effect->happened = "none";
        effect->reason = "answered";
        effect->stay.reset();
        store::keep(session, *effect);
        return asked;
    }
    auto ended = TRY(found_stay(session, of.value_or(StayId{})));
    if (ended.phase != StayPhase::open)
        return fail(ErrorKind::conflict, "stay-not-open", {"That stay is not open.", "Esa estadía no está abierta."});
    if (effect->seen.seen_at < ended.entered_at) return wrong_times("of", before_entry);
    metering_.end(session, *store::zone(session, ended.zone), ended, {effect->seen.seen_at, &effect->seen, MatchedBy::hand}, now,
                  by);
    effect->happened = "closed";
    effect->stay = ended.id;
    store::keep(session, *effect);
    metering_.settle_doubts(session, ended.zone, ended.id, now);
    return ended;
}

Result<Stay> Attendant::undo_match(storage::Session& session, const StayId& id, Instant now, const Person& by) {
    auto stay = TRY(found_stay(session, id));
    if (auto undone = metering_.undo_match(session, stay, now, by); !undone) return Failure{undone.error()};
    return found_stay(session, id);
}

Result<Stay> Attendant::change(storage::Session& session, const StayId& id, const StayChange& change, Instant now,
                               const Person& by) {
    auto stay = TRY(found_stay(session, id));
    if (stay.phase == StayPhase::gone) return gone();
    const json::Object before{
        {"plate", stay.plate}, {"entered_at", to_rfc3339(stay.entered_at)}, {"vehicle_class", stay.vehicle_class}};
    if (change.plate) {
        stay.plate = *change.plate;
        if (stay.matched_by == MatchedBy::misreading) stay.matched_by = MatchedBy::hand;  // a person says whose exit it was
    }
    if (change.vehicle_class) stay.vehicle_class = *change.vehicle_class;
    if (change.entered_at) stay.entered_at = *change.entered_at;
    if (stay.entered_at > now) return wrong_times("entered_at", in_the_future);
    if (stay.left_at && *stay.left_at < stay.entered_at) return wrong_times("entered_at", before_entry);
    if (stay.phase != StayPhase::closed) {
        const auto inside = store::inside(session, stay.zone, stay.plate);
        if (inside && inside->id != stay.id) return plate_inside();
    }
    const auto zone = *store::zone(session, stay.zone);
    stay.last_seen_at = std::max(stay.last_seen_at, stay.entered_at);
    stay.tariff_version = metering_.tariffs().in_force(session, stay.tariff, stay.entered_at).version;
    metering_.recharge(session, zone, stay, now, by, change.reason);
    const json::Object after{
        {"plate", stay.plate}, {"entered_at", to_rfc3339(stay.entered_at)}, {"vehicle_class", stay.vehicle_class}};
    store::note(session, stay, {now, "changed", by, change.reason, json::Object{{"before", before}, {"after", after}}});
    return stay;
}

}  // namespace patente::parking
