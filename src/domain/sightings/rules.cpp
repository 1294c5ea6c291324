#include "domain/sightings/rules.h"

#include <algorithm>

#include "domain/vocabulary/capture_time.h"
#include "domain/vocabulary/place.h"

namespace patente::sightings {

namespace {

constexpr double same_place_least_m = 50, same_place_most_m = 250;

}  // namespace

bool same_place(const NewSighting& a, const NewSighting& b) {
    if (!a.zone.empty() || !b.zone.empty()) return a.zone == b.zone;
    if (!a.place || !b.place) return !a.place && !b.place;
    const double reach_m = std::clamp(accuracy_of(*a.place) + accuracy_of(*b.place), same_place_least_m, same_place_most_m);
    return distance_m(*a.place, *b.place) <= reach_m;
}

bool same_source(const NewSighting& a, const NewSighting& b) {
    return a.device == b.device && (!a.device.empty() || a.key_id == b.key_id);
}

bool merges(const Sighting& kept, const NewSighting& next) {
    return kept.seen.plate == next.plate && next.seen_at >= kept.seen.seen_at - merge_window &&
           next.seen_at <= kept.seen_until + merge_window && same_source(kept.seen, next) && same_place(kept.seen, next);
}

void see_again(Sighting& kept, Instant seen_at) {
    ++kept.times_seen;
    kept.seen_until = std::max(kept.seen_until, seen_at);
}

Corrected correctable(const Sighting& sighting) { return {sighting.seen.plate, sighting.seen.seen_at, sighting.seen.place}; }

Sighting corrected(Sighting sighting, const Corrected& wanted, std::chrono::milliseconds max_age) {
    NewSighting& seen = sighting.seen;
    if (wanted.plate != seen.plate) {
        std::erase_if(seen.alternatives, [&](const Alternative& each) { return each.plate == wanted.plate; });
        seen.plate = wanted.plate;
        seen.confidence = 1;
    }
    if (wanted.seen_at != seen.seen_at) {
        seen.seen_at = wanted.seen_at;
        seen.time_flags = flags_of(wanted.seen_at, sighting.recorded_at, max_age);
        sighting.seen_until = std::max(sighting.seen_until, wanted.seen_at);
        if (sighting.times_seen == 1) sighting.seen_until = wanted.seen_at;
    }
    seen.place = wanted.place;
    ++sighting.version;
    return sighting;
}

PlateSeen event_of(const Sighting& sighting) {
    const NewSighting& seen = sighting.seen;
    return {sighting.id,     seen.plate, seen.confidence, seen.alternatives, seen.seen_at,
            seen.time_flags, seen.place, seen.device,     seen.zone,         seen.crop_sha256};
}

std::vector<std::string> flags_of(Instant seen_at, Instant arrival, std::chrono::milliseconds max_age) {
    return capture_time({.client = seen_at, .arrival = arrival}, Zone::utc(), max_age).flags;
}

bool is_picture(std::string_view head) {
    using namespace std::string_view_literals;
    return head.starts_with("\xFF\xD8\xFF"sv) || head.starts_with("\x89PNG\r\n\x1A\n"sv) ||
           (head.starts_with("RIFF"sv) && head.substr(8).starts_with("WEBP"sv));
}

}  // namespace patente::sightings
