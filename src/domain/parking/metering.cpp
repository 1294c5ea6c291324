#include "domain/parking/metering.h"

#include <fmt/format.h>

#include <cmath>

#include "domain/parking/ticketing.h"

namespace patente::parking {
namespace {

// 0.0001° is about 11 m.
std::string place_key_of(const ZoneId& zone, const std::optional<Place>& place) {
    return place ? fmt::format("{:.4f},{:.4f}", place->lat, place->lon) : zone.text();
}

}  // namespace

json::Object facts_of(const Stay& stay) {
    return {{"plate", stay.plate}, {"entered_at", to_rfc3339(stay.entered_at)}, {"vehicle_class", stay.vehicle_class}};
}

void Metering::Count::happened(const char* what, const StayId& stay) const {
    effect.happened = what;
    effect.stay = stay;
}

void Metering::seen(storage::Session& session, const sightings::PlateSeen& seen, const std::string& event_id, Instant now) {
    store::take_turn(session, seen.plate);
    if (store::effect(session, seen.sighting)) return;
    count(session, {.seen = seen, .event_id = event_id}, now);
    settle_doubts_after(session, seen.sighting, now);
}

void Metering::end(storage::Session& session, const ParkingZone& zone, Stay& stay, const End& end, Instant now,
                   const Person& by) {
    stay.phase = StayPhase::closed;
    stay.left_at = end.at;
    stay.last_seen_at = std::max(stay.last_seen_at, end.at);
    stay.matched_by = end.matched_by;
    stay.match_cost = end.cost;
    stay.match_reason = end.reason;
    if (end.seen) {
        stay.exit_sighting = end.seen->sighting;
        stay.exit_plate = end.seen->plate;
    }
    if (end.at - stay.entered_at > stay_length_max) add_flag(stay, "too_long");
    charge(session, zone, stay);
    json::Object detail{{"left_at", to_rfc3339(end.at)},
                        {"matched_by", json::value_of(end.matched_by)},
                        {"total", json::value_of(stay.charge->total)}};
    if (end.matched_by == MatchedBy::misreading) detail["read_as"] = stay.exit_plate;
    store::note(session, stay, {now, "closed", by, "", std::move(detail)});
    settle_ticket(session, zone, stay, now, by, "corrected");
}

void Metering::recharge(storage::Session& session, const ParkingZone& zone, Stay& stay, Instant now, const Person& by,
                        const std::string& reason) {
    if (stay.phase == StayPhase::closed) charge(session, zone, stay);
    settle_ticket(session, zone, stay, now, by, reason);
}

void Metering::charge(storage::Session& session, const ParkingZone& zone, Stay& stay) {
    const TariffBook::Leaving leaving{zone.settings, stay, *stay.left_at};
    stay.charge = tariffs_.charge(session, leaving);
    std::erase(stay.flags, "permit_unclear");
    if (stay.charge->total.amount > 0 && tariffs_.permit_unclear(session, leaving)) add_flag(stay, "permit_unclear");
}

void Metering::discounted(storage::Session& session, Stay& stay, const HistoryLine& line) {
    store::note(session, stay, line);
    // Also while it is open: its row changes, so that an exit that is counted meanwhile begins anew and sees the discount.
    recharge(session, *store::zone(session, stay.zone), stay, line.at, line.by, line.act);
}

Charge Metering::quote(storage::Session& session, const Stay& stay, Instant now) {
    if (stay.charge) return *stay.charge;
    return tariffs_.charge(session, {store::zone(session, stay.zone)->settings, stay, std::max(now, stay.entered_at)});
}

std::vector<Charge> Metering::quotes(storage::Session& session, const std::map<ZoneId, ParkingZone>& zones,
                                     const std::vector<Stay>& stays, Instant now) {
    std::vector<TariffBook::Leaving> open;
    for (const auto& stay : stays)
        if (!stay.charge) open.push_back({zones.at(stay.zone).settings, stay, std::max(now, stay.entered_at)});
    auto charges = tariffs_.charges(session, open);
    std::vector<Charge> quoted;
    auto next = charges.begin();
    for (const auto& stay : stays) quoted.push_back(stay.charge ? *stay.charge : std::move(*next++));
    return quoted;
}

// ---- one sighting --------------------------------------------------------------------------------------------------

std::string Metering::zone_said(storage::Session& session, const sightings::PlateSeen& seen) {
    if (!seen.zone.empty()) return seen.zone;
    const auto device = devices_.named(session, seen.device);
    return device ? device->zone : "";
}

ParkingZone Metering::with_gates(storage::Session& session, ParkingZone zone) {
    if (zone.settings.mode != ZoneMode::gate) return zone;
    for (const auto& device : devices_.of_zone(session, zone.id.text())) {
        if (direction_of(zone.settings, device.name) != Direction::unknown || !device.direction) continue;
        auto& side = device.direction == devices::Direction::in ? zone.settings.entry_devices : zone.settings.exit_devices;
        side.push_back(device.name);
    }
    return zone;
}

std::optional<ParkingZone> Metering::zone_on_map(storage::Session& session, const sightings::PlateSeen& seen) {
    if (const auto said = zone_said(session, seen); !said.empty()) {
        const auto id = ZoneId::parse(said);
        return id ? store::zone(session, *id) : std::nullopt;
    }
    const auto near = store::zones_near(session, seen.place);
    const auto* zone = zone_at(near, seen.place);
    return zone ? std::optional{*zone} : std::nullopt;
}

std::optional<ParkingZone> Metering::zone_of(storage::Session& session, const sightings::PlateSeen& seen) {
    if (!zone_said(session, seen).empty()) return zone_on_map(session, seen);
    // Where the plate is parked already counts before the map: positions wander over a zone's edge.
    std::vector<ZoneId> parked_here;
    for (const auto& stay : store::open_stays_of(session, seen.plate)) {
        const auto entry = stay.entry_sighting ? store::effect(session, *stay.entry_sighting) : std::nullopt;
        if (is_same_spot(entry ? entry->seen.place : std::nullopt, seen.place)) parked_here.push_back(stay.zone);
    }
    if (parked_here.size() == 1) return store::zone(session, parked_here.front());
    return zone_on_map(session, seen);
}

bool Metering::count(storage::Session& session, SightingEffect effect, Instant now, Stay* reuse) {
    effect.zone.reset();
    effect.stay.reset();
    effect.happened = "none";
    const auto found_zone = zone_of(session, effect.seen);
    if (!found_zone) {
        effect.reason = "zone_unknown";
        store::keep(session, effect);
        return false;
    }
    const ParkingZone zone = with_gates(session, *found_zone);
    effect.zone = zone.id;
    const auto [before, found] = situation(session, zone, effect);
    const Decision decision = decided(zone.settings, effect.seen, before);
    effect.reason = decision.reason;
    carry_out({session, effect, zone, now, reuse}, decision, found);
    store::keep(session, effect);
    return reuse && effect.stay == reuse->id;
}

std::pair<Situation, LookalikeFound> Metering::situation(storage::Session& session, const ParkingZone& zone,
                                                         const SightingEffect& effect) const {
    const auto& seen = effect.seen;
    std::pair<Situation, LookalikeFound> result;
    auto& [before, found] = result;
    const auto time_zone = Zone::named(zone.settings.time_zone);
    before.zone_open = time_zone && is_open_at(zone.settings, *time_zone, seen.seen_at);
    if (const auto stay = store::inside(session, zone.id, seen.plate)) {
        before.asked = stay->phase == StayPhase::ask;
        if (!before.asked) before.open = {stay->entered_at, stay->last_seen_at};
    }
    if (const auto latest = store::latest_ended(session, zone.id, seen.plate)) {
        const bool paid = latest->paid_at && latest->charge && latest->paid >= latest->charge->total.amount;
        before.latest = {latest->entered_at, *latest->left_at, paid ? latest->paid_at : std::nullopt};
    }
    const bool may_leave = zone.settings.mode == ZoneMode::photo || direction_of(zone.settings, seen.device) == Direction::out;
    if (!before.open && !before.asked && may_leave && seen.time_flags.empty()) {
        found = lookalike(session, zone, effect);
        before.lookalike = found.kind;
    }
    return result;
}

void Metering::carry_out(const Count& count, Decision decision, const LookalikeFound& found) {
    switch (decision.act) {
        case Act::none: return;
        case Act::open: return begin(count);
        case Act::close: return end_inside(count);
        case Act::close_backwards: return end_backwards(count);
        case Act::close_lookalike: return end_lookalike(count, found);
        case Act::see_again: return see_again(count);
        case Act::ask: return ask(count, found);
        case Act::end_and_open: return end_at_cap_and_begin(count);
        case Act::flag: return flag_second_entry(count);
        case Act::charge_at_cap: return charge_missed_entry(count);
    }
}

void Metering::fill_entry(const Count& count, Stay& stay) const {
    const auto& seen = count.seen();
    stay.zone = count.zone.id;
    stay.plate = seen.plate;
    stay.confidence = seen.confidence;
    stay.alternatives = seen.alternatives;
    if (stay.vehicle_class.empty()) stay.vehicle_class = count.zone.settings.vehicle_class;
    stay.entered_at = seen.seen_at;
    stay.entry_sighting = seen.sighting;
    stay.place_key = place_key_of(count.zone.id, seen.place);
    stay.crop_sha256 = seen.crop_sha256;
    const auto tariff = tariffs_.in_force(count.session, count.zone.settings.tariff, stay.entered_at);
    stay.tariff = tariff.id;
    stay.tariff_version = tariff.version;
}

void Metering::begin(const Count& count) {
    Stay stay = count.reuse ? *count.reuse : Stay{.id = StayId::made_at(count.now)};
    fill_entry(count, stay);
    stay.phase = StayPhase::open;
    stay.last_seen_at = stay.entered_at;
    for (auto& other : store::open_stays_of(count.session, stay.plate)) {
        add_flag(other, "seen_elsewhere");
        store::save(count.session, other);
    }
    if (count.reuse) {
        store::save(count.session, stay);
    } else {
        store::add(count.session, stay);
        store::note(count.session, stay, {count.now, "opened", by_itself, "", facts_of(stay)});
    }
    count.happened("opened", stay.id);
}

void Metering::end_inside(const Count& count) {
    auto stay = *store::inside(count.session, count.zone.id, count.seen().plate);
    end(count.session, count.zone, stay, {count.seen().seen_at, &count.seen()}, count.now, by_itself);
    count.happened("closed", stay.id);
}

void Metering::end_lookalike(const Count& count, const LookalikeFound& found) {
    auto stay = *found.stay;
    std::optional<SightingEffect> displaced;
    if (stay.phase == StayPhase::closed) displaced = take_exit_away(count, stay);
    end(count.session, count.zone, stay, {count.seen().seen_at, &count.seen(), found.matched_by, found.cost, found.reason},
        count.now, by_itself);
    count.happened("closed", stay.id);
    if (displaced) this->count(count.session, *displaced, count.now);
}

// The sighting that was taken for the entry becomes the exit, and this older one the entry.
void Metering::end_backwards(const Count& count) {
    auto stay = *store::inside(count.session, count.zone.id, count.seen().plate);
    const Instant left_at = stay.entered_at;
    auto exit = stay.entry_sighting ? store::effect(count.session, *stay.entry_sighting) : std::nullopt;
    fill_entry(count, stay);
    end(count.session, count.zone, stay, {left_at, exit ? &exit->seen : nullptr}, count.now, by_itself);
    if (exit) {
        exit->happened = "closed";
        store::keep(count.session, *exit);
    }
    count.happened("opened", stay.id);
}

void Metering::end_at_cap_and_begin(const Count& count) {
    auto missed = *store::inside(count.session, count.zone.id, count.seen().plate);
    add_flag(missed, "exit_missed");
    end(count.session, count.zone, missed, {end_at_cap(missed.entered_at, count.seen().seen_at), nullptr, MatchedBy::none},
        count.now, by_itself);
    begin(count);
}

void Metering::charge_missed_entry(const Count& count) {
    const auto latest = store::latest_ended(count.session, count.zone.id, count.seen().plate);
    Stay stay{.id = StayId::made_at(count.now)};
    fill_entry(count, stay);
    stay.entry_sighting.reset();
    stay.entered_at = start_at_cap(count.seen().seen_at, latest ? latest->left_at : std::nullopt);
    stay.last_seen_at = stay.entered_at;
    add_flag(stay, "entry_missed");
    store::add(count.session, stay);
    store::note(count.session, stay, {count.now, "opened", by_itself, "entry_missed", facts_of(stay)});
    end(count.session, count.zone, stay, {count.seen().seen_at, &count.seen()}, count.now, by_itself);
    count.happened("closed", stay.id);
}

void Metering::see_again(const Count& count) {
    auto stay = store::inside(count.session, count.zone.id, count.seen().plate);
    if (!stay) stay = store::latest_ended(count.session, count.zone.id, count.seen().plate);
    if (stay->phase != StayPhase::closed && count.seen().seen_at > stay->last_seen_at) {
        stay->last_seen_at = count.seen().seen_at;
        store::save(count.session, *stay);
    }
    count.happened("seen_again", stay->id);
}

void Metering::flag_second_entry(const Count& count) {
    auto stay = *store::inside(count.session, count.zone.id, count.seen().plate);
    add_flag(stay, "second_entry");
    stay.last_seen_at = count.seen().seen_at;
    store::save(count.session, stay);
    store::note(count.session, stay,
                {count.now, "asked", by_itself, "second_entry", json::Object{{"at", to_rfc3339(count.seen().seen_at)}}});
    count.happened("asked", stay.id);
}

void Metering::ask(const Count& count, const LookalikeFound& found) {
    Stay stay = count.reuse ? *count.reuse : Stay{.id = StayId::made_at(count.now)};
    fill_entry(count, stay);
    stay.phase = StayPhase::ask;
    stay.last_seen_at = stay.entered_at;
    stay.candidates = found.candidates;
    stay.match_reason = found.reason;
    if (count.reuse)
        store::save(count.session, stay);
    else
        store::add(count.session, stay);
    store::note(
        count.session, stay,
        {count.now, "asked", by_itself, count.effect.reason, json::Object{{"candidates", json::value_of(found.candidates)}}});
    count.happened("asked", stay.id);
}

}  // namespace patente::parking
