#include "domain/sightings/ledger.h"

#include <algorithm>
#include <map>

#include "domain/sightings/rules.h"
#include "domain/sightings/store.h"

namespace patente::sightings {

Failure sighting_not_found() {
    return fail(ErrorKind::not_found, "sighting-not-found", {"There is no such sighting.", "No existe ese avistaje."});
}

namespace {

constexpr std::chrono::minutes span_max{10};  // of sightings whose plates are looked up together

// How many of the first are seen within `span_max`.
std::size_t close_in_time(std::span<const NewSighting> sightings) {
    Instant first = sightings.front().seen_at, last = first;
    for (std::size_t i = 1; i < sightings.size(); ++i) {
        first = std::min(first, sightings[i].seen_at);
        last = std::max(last, sightings[i].seen_at);
        if (last - first > span_max) return i;
    }
    return sightings.size();
}

std::vector<std::string> plates_of(std::span<const NewSighting> sightings) {
    std::vector<std::string> plates;
    for (const auto& each : sightings) plates.push_back(each.plate);
    std::ranges::sort(plates);
    plates.erase(std::ranges::unique(plates).begin(), plates.end());
    return plates;
}

struct Known {
    Sighting* sighting;
    bool is_stored;
};
using ByPlate = std::multimap<std::string_view, Known>;

// What `next` is one more of; the one seen last when there are several.
std::optional<Known> mergeable(const ByPlate& known, const NewSighting& next) {
    std::optional<Known> latest;
    for (auto [each, end] = known.equal_range(next.plate); each != end; ++each)
        if (merges(*each->second.sighting, next) && (!latest || each->second.sighting->seen_until > latest->sighting->seen_until))
            latest = each->second;
    return latest;
}

}  // namespace

Recorded Ledger::record(storage::Session& session, const NewSighting& sighting, Instant now) {
    return record(session, std::span(&sighting, 1), now).front();
}

std::vector<Recorded> Ledger::record(storage::Session& session, std::span<const NewSighting> sightings, Instant now) {
    store::take_plates(session, plates_of(sightings));
    std::vector<Recorded> recorded;
    while (!sightings.empty()) {
        const auto together = sightings.first(close_in_time(sightings));
        std::ranges::move(record_together(session, together, now), std::back_inserter(recorded));
        sightings = sightings.subspan(together.size());
    }
    return recorded;
}

std::vector<Recorded> Ledger::record_together(storage::Session& session, std::span<const NewSighting> sightings, Instant now) {
    const auto [first, last] = std::ranges::minmax(sightings, {}, &NewSighting::seen_at);
    auto stored = store::near_in_time(session, plates_of(sightings), first.seen_at, last.seen_at);
    std::vector<Sighting> fresh;
    fresh.reserve(sightings.size());  // `known` points into it
    ByPlate known;
    for (auto& each : stored) known.emplace(each.seen.plate, Known{&each, true});
    std::vector<Recorded> recorded;
    for (const auto& next : sightings) {
        if (const auto kept = mergeable(known, next)) {
            if (kept->is_stored) store::see_again(session, *kept->sighting, next.seen_at);
            see_again(*kept->sighting, next.seen_at);
            recorded.push_back({kept->sighting->id, true, ""});
        } else {
            auto& made = fresh.emplace_back(SightingId::made_at(now), next, next.seen_at, 1, 1, now);
            known.emplace(made.seen.plate, Known{&made, false});
            recorded.push_back({made.id, false, ""});
        }
    }
    store::add(session, fresh);
    const auto event_id = tell_seen(session, fresh);
    for (auto& each : recorded)
        if (!each.merged) each.event_id = event_id;
    return recorded;
}

std::string Ledger::tell_seen(storage::Session& session, std::span<const Sighting> sightings) {
    std::vector<queue::Event> events;
    for (const auto& each : sightings) events.push_back({json::text_of(event_of(each)), {each.seen.plate, each.seen.zone}});
    return queue_.tell(session, PlateSeen::event, events);
}

std::optional<Standing> Ledger::standing(storage::Session& session, const SightingId& sighting) {
    const auto kept = store::find(session, sighting);
    return kept ? std::optional{Standing{event_of(*kept), kept->seen.capture_id}} : std::nullopt;
}

std::vector<Passage> Ledger::beside(storage::Session& session, const PlateSeen& seen) {
    std::vector<Passage> passages;
    for (const auto& each : store::beside(session, seen.plate, seen.seen_at, seen.sighting))
        passages.push_back({event_of(each), each.seen_until});
    return passages;
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
