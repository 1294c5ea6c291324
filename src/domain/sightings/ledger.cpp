#include "domain/sightings/ledger.h"

#include "domain/sightings/rules.h"
#include "domain/sightings/store.h"

namespace patente::sightings {

Failure sighting_not_found() {
    return fail(ErrorKind::not_found, "sighting-not-found", {"There is no such sighting.", "No existe ese avistaje."});
}

Recorded Ledger::record(storage::Session& session, const NewSighting& sighting, Instant now) {
    if (const auto kept = store::mergeable(session, sighting)) {
        store::see_again(session, *kept, sighting.seen_at);
        return {kept->id, true, ""};
    }
    const Sighting fresh{SightingId::made_at(now), sighting, sighting.seen_at, 1, 1, now};
    store::add(session, fresh);
    return {fresh.id, false,
            queue_.tell(session, PlateSeen::event, json::text_of(event_of(fresh)), {sighting.plate, sighting.zone})};
}

std::optional<Standing> Ledger::standing(storage::Session& session, const SightingId& sighting) {
    const auto kept = store::find(session, sighting);
    return kept ? std::optional{Standing{event_of(*kept), kept->seen.capture_id}} : std::nullopt;
}

Ledger::SetRight Ledger::set_right(storage::Session& session, const Sighting& before, const Corrected& wanted, const Person& by,
                                   Instant now) {
    const Corrected was = correctable(before);
    if (was == wanted) return {before, ""};
    Sighting after = corrected(before, wanted, max_age_);
    store::save_correction(session, after, {after.version, now, by, was, wanted});
    const PlateCorrected event{event_of(after), was.plate, was.seen_at};
    auto event_id = queue_.tell(session, PlateCorrected::event, json::text_of(event), {event.now.plate, event.now.zone});
    return {std::move(after), std::move(event_id)};
}

Result<std::string> Ledger::correct(storage::Session& session, const SightingId& sighting, const Correction& correction,
                                    Instant now) {
    const auto before = store::find(session, sighting);
    if (!before) return sighting_not_found();
    Corrected wanted = correctable(*before);
    if (correction.plate) wanted.plate = *correction.plate;
    if (correction.seen_at) wanted.seen_at = *correction.seen_at;
    return set_right(session, *before, wanted, {correction.key_id, correction.key_name}, now).event_id;
}

}  // namespace patente::sightings
