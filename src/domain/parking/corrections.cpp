// What a correction makes of the stays that its sighting made: see Metering::corrected.
#include "domain/parking/metering.h"
#include "domain/parking/ticketing.h"

namespace patente::parking {
namespace {

// Whether the plate has begun another stay in this zone since.
bool came_back(storage::Session& session, const Stay& stay) {
    const auto inside = store::inside(session, stay.zone, stay.plate);
    if (inside && inside->id != stay.id) return true;
    const auto latest = store::latest_ended(session, stay.zone, stay.plate);
    return latest && latest->id != stay.id && latest->entered_at > stay.entered_at;
}

Result<> inside_is_free(storage::Session& session, const Stay& stay) {
    const auto other = store::inside(session, stay.zone, stay.plate);
    if (!other || other->id == stay.id) return {};
    return fail(ErrorKind::conflict, "plate-inside",
                {"The plate has another stay in this zone that has not ended.",
                 "La patente tiene otra estadía sin terminar en esta zona."});
}

}  // namespace

void Metering::corrected(storage::Session& session, const sightings::PlateCorrected& corrected, const std::string& event_id,
                         Instant now) {
    store::take_turn(session, std::min(corrected.plate_before, corrected.now.plate));
    store::take_turn(session, std::max(corrected.plate_before, corrected.now.plate));
    const auto known = store::effect(session, corrected.now.sighting);
    if (known && known->event_id >= event_id) return;  // ids of events rise with time: this one was overtaken
    SightingEffect effect{.seen = corrected.now, .event_id = event_id};
    if (known) effect.not_stay = known->not_stay;
    auto stay = known && known->stay ? store::stay(session, *known->stay) : std::nullopt;
    if (!stay || stay->phase == StayPhase::gone) {
        count(session, effect, now);
    } else if (stay->entry_sighting == effect.seen.sighting) {
        correct_entry(session, *stay, effect, now);
    } else if (stay->exit_sighting == effect.seen.sighting) {
        correct_exit(session, *stay, effect, now);
    } else {
        count(session, effect, now);
    }
    settle_doubts_after(session, corrected.now.sighting, now);
}

// In place where the stay can still begin so: the plate has come back since, or only the time or the place is another.
void Metering::correct_entry(storage::Session& session, Stay& stay, SightingEffect& effect, Instant now) {
    const auto& seen = effect.seen;
    const auto zone = zone_on_map(session, seen);
    const bool here = zone && zone->id == stay.zone && seen.time_flags.empty();
    const bool in_time = !stay.left_at || seen.seen_at <= *stay.left_at;
    const bool replated = seen.plate != stay.plate;
    if (!here || !in_time || (replated && (stay.phase != StayPhase::closed || !came_back(session, stay))))
        return count_again_from(session, stay, effect, now);

    const auto before = facts_of(stay);
    effect.zone = zone->id;
    fill_entry({session, effect, *zone, now, nullptr}, stay);
    stay.last_seen_at = std::max(stay.last_seen_at, stay.entered_at);
    recharge(session, *zone, stay, now, by_itself, "corrected");
    store::note(session, stay, {now, "corrected", by_itself, "", json::Object{{"before", before}, {"after", facts_of(stay)}}});
    effect.stay = stay.id;
    effect.happened = stay.phase == StayPhase::ask ? "asked" : "opened";
    store::keep(session, effect);
}

void Metering::correct_exit(storage::Session& session, Stay& stay, SightingEffect& effect, Instant now) {
    const auto& seen = effect.seen;
    const auto zone = *store::zone(session, stay.zone);
    const auto entry = stay.entry_sighting ? store::effect(session, *stay.entry_sighting) : std::nullopt;
    const auto on_map = zone_on_map(session, seen);
    const bool here = (on_map && on_map->id == stay.zone) || (entry && is_same_spot(entry->seen.place, seen.place));
    const bool its_own = seen.plate == stay.plate || seen.plate == stay.exit_plate;
    if (here && its_own && seen.time_flags.empty() && seen.seen_at >= stay.entered_at) {
        const auto matched_by = seen.plate == stay.plate ? MatchedBy::plate : stay.matched_by;
        const bool by_plate = matched_by == MatchedBy::plate;
        end(session, zone, stay,
            {seen.seen_at, &seen, matched_by, by_plate ? 0 : stay.match_cost, by_plate ? std::nullopt : stay.match_reason}, now,
            by_itself);
        effect.zone = zone.id;
        effect.stay = stay.id;
        effect.happened = "closed";
        return store::keep(session, effect);
    }
    if (came_back(session, stay)) {  // it left all the same, only nobody saw it
        clear_end(stay);
        add_flag(stay, "exit_missed");
        end(session, zone, stay, {end_at_cap(stay.entered_at, seen.seen_at), nullptr, MatchedBy::none}, now, by_itself);
        count(session, effect, now);
        return;
    }
    clear_end(stay);
    store::save(session, stay);
    count(session, effect, now);
    auto after = *store::stay(session, stay.id);
    settle_ticket(session, zone, after, now, by_itself, "corrected");
}

// Every sighting that made this stay counts again in the order of time. The stay itself is kept where the first of them
// still begins one; an end by an attendant's hand is kept with it.
void Metering::count_again_from(storage::Session& session, Stay& stay, const SightingEffect& corrected, Instant now) {
    auto effects = store::effects_on(session, stay.id);
    std::erase_if(effects, [&](const auto& each) { return each.seen.sighting == corrected.seen.sighting; });
    effects.insert(effects.begin(), corrected);
    std::ranges::stable_sort(effects, {}, [](const auto& each) { return each.seen.seen_at; });

    const Stay before = stay;
    clear_end(stay);
    stay.phase = StayPhase::gone;
    store::save(session, stay);
    bool kept = false;
    for (auto& effect : effects) kept |= count(session, effect, now, kept ? nullptr : &stay);

    auto after = *store::stay(session, stay.id);
    const auto zone = *store::zone(session, after.zone);
    const bool ended_by_hand = before.phase == StayPhase::closed && !before.exit_sighting;
    if (after.phase == StayPhase::open && ended_by_hand && *before.left_at >= after.entered_at) {
        end(session, zone, after, {*before.left_at, nullptr, before.matched_by, 0, before.match_reason}, now, by_itself);
    } else {
        settle_ticket(session, zone, after, now, by_itself, "corrected");
    }
    store::note(session, stay,
                {now, kept ? "corrected" : "gone", by_itself, "",
                 json::Object{{"before", facts_of(before)}, {"after", facts_of(after)}}});
}

Result<> Metering::reopen(storage::Session& session, Stay& stay, Instant now, const Person& by, const std::string& reason) {
    if (auto free = inside_is_free(session, stay); !free) return free;
    clear_end(stay);
    settle_ticket(session, *store::zone(session, stay.zone), stay, now, by, reason);
    store::note(session, stay, {now, "reopened", by, reason, json::Object{}});
    return {};
}

Result<> Metering::undo_match(storage::Session& session, Stay& stay, Instant now, const Person& by) {
    const auto effect = stay.exit_sighting && stay.matched_by == MatchedBy::misreading
                            ? store::effect(session, *stay.exit_sighting)
                            : std::nullopt;
    if (!effect)
        return fail(ErrorKind::conflict, "stay-not-matched",
                    {"This stay did not end by a misread plate.", "Esta estadía no terminó por una patente mal leída."});
    if (auto reopened = reopen(session, stay, now, by, "match_undone"); !reopened) return reopened;
    auto again = *effect;
    again.not_stay = stay.id;
    count(session, again, now);
    return {};
}

}  // namespace patente::parking
