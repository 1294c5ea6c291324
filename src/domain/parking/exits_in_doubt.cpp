// Exits that may end more than one stay. Those that wait for a person, and at a gate those that ended a stay through a
// misreading, are weighed together with each new exit: see matched_together.
#include "domain/parking/metering.h"

namespace patente::parking {
namespace {

constexpr std::chrono::days recent{30};
constexpr std::chrono::hours doubt_time{24};  // an exit is weighed anew for so long

PlateRead read_of(const sightings::PlateSeen& seen) { return {seen.plate, seen.confidence, seen.alternatives}; }

bool is_among(const std::vector<Stay>& stays, const StayId& id) {
    return std::ranges::any_of(stays, [&](const Stay& each) { return each.id == id; });
}

bool is_recent_exit(storage::Session& session, const ZoneId& zone, const sightings::PlateSeen& seen) {
    const auto latest = store::latest_ended(session, zone, seen.plate);
    return latest && seen.seen_at - *latest->left_at < recent;
}

// Adds the open stays that may have ended with this exit.
void add_lookalikes(storage::Session& session, const ParkingZone& zone, std::vector<Stay>& stays, const SightingEffect& exit) {
    const std::chrono::seconds gap{zone.settings.reopen_gap_s};
    for (auto& each : store::open_lookalikes(session, zone.id, exit.seen, exit.seen.seen_at - gap))
        if (!is_among(stays, each.id)) stays.push_back(std::move(each));
}

// The sightings that these questions wait for, or by which these stays ended.
std::vector<SightingEffect> exits_of(storage::Session& session, const std::vector<Stay>& stays) {
    std::vector<SightingEffect> exits;
    for (const auto& each : stays) {
        const auto& sighting = each.phase == StayPhase::ask ? each.entry_sighting : each.exit_sighting;
        if (auto effect = sighting ? store::effect(session, *sighting) : std::nullopt) exits.push_back(*std::move(effect));
    }
    return exits;
}

}  // namespace

Metering::Weighed Metering::weighed(storage::Session& session, const ParkingZone& zone, const std::vector<SightingEffect>& exits,
                                    std::vector<Stay> stays) const {
    std::vector<OpenStay> open;
    for (const auto& each : stays)
        open.push_back({{each.plate, each.confidence, each.alternatives},
                        each.phase == StayPhase::open && each.last_seen_at > each.entered_at});
    std::vector<Exit> readings;
    for (const auto& exit : exits) {
        auto& reading = readings.emplace_back(Exit{.read = read_of(exit.seen),
                                                   .surely = direction_of(zone.settings, exit.seen.device) == Direction::out,
                                                   .seen_before = is_recent_exit(session, zone.id, exit.seen)});
        for (std::size_t i = 0; i < stays.size(); ++i)
            if (!may_end_with(zone.settings, stays[i], exit)) reading.not_of.push_back(i);
    }
    const MatchSurroundings around{.region = zone.settings.region,
                                   .formats = &formats_,
                                   .confusions = &confusions_,
                                   .open_count = static_cast<std::size_t>(store::inside_count(session, zone.id))};
    auto matches = matched_together(readings, open, around);
    return {std::move(stays), std::move(matches)};
}

LookalikeFound Metering::lookalike(storage::Session& session, const ParkingZone& zone, const SightingEffect& effect) const {
    const Instant since = effect.seen.seen_at - doubt_time;
    std::vector<Stay> candidates;
    // An exit that was itself displaced, or that a person undid, displaces no other.
    if (direction_of(zone.settings, effect.seen.device) == Direction::out && !effect.not_stay)
        for (auto& each : store::ended_by_misreading(session, zone.id, since))
            if (may_agree(read_of(effect.seen), {each.plate, each.confidence, each.alternatives}))
                candidates.push_back(std::move(each));
    std::vector<SightingEffect> exits{effect};
    for (auto& each : exits_of(session, candidates)) exits.push_back(std::move(each));
    add_lookalikes(session, zone, candidates, effect);
    if (candidates.empty()) return {};

    auto questions = store::asked(session, zone.id, since);
    std::erase_if(questions, [&](const Stay& each) {
        return std::ranges::none_of(each.candidates, [&](const StayId& id) { return is_among(candidates, id); });
    });
    for (auto& each : exits_of(session, questions)) exits.push_back(std::move(each));
    for (std::size_t i = 1; i < exits.size(); ++i) add_lookalikes(session, zone, candidates, exits[i]);

    const auto [stays, matches] = weighed(session, zone, exits, std::move(candidates));
    const Match& match = matches.front();
    LookalikeFound found{.cost = match.cost};
    if (!match.reason.en.empty()) found.reason = match.reason;
    for (const auto index : match.possible)
        if (stays[index].phase == StayPhase::open) found.candidates.push_back(stays[index].id);
    if (match.kind == MatchKind::unclear) found.kind = Lookalike::unclear;
    if (match.stay) {
        found.kind = Lookalike::one;
        found.stay = stays[*match.stay];
        found.matched_by = match.kind == MatchKind::exact ? MatchedBy::plate : MatchedBy::misreading;
    }
    return found;
}

// The exit that ended this stay was another car's. Gives that sighting, which is to count anew.
SightingEffect Metering::take_exit_away(const Count& count, Stay& stay) {
    auto displaced = *store::effect(count.session, *stay.exit_sighting);
    displaced.not_stay = stay.id;
    store::note(count.session, stay,
                {count.now, "reopened", by_itself, "better_match", json::Object{{"read_as", stay.exit_plate}}});
    clear_end(stay);
    return displaced;
}

void Metering::settle_doubts_after(storage::Session& session, const sightings::SightingId& sighting, Instant now) {
    const auto effect = store::effect(session, sighting);
    if (!effect || !effect->stay || !effect->zone) return;
    if (effect->happened == "closed" || effect->happened == "asked") settle_doubts(session, *effect->zone, *effect->stay, now);
}

void Metering::settle_doubts(storage::Session& session, const ZoneId& zone_id, const StayId& changed, Instant now) {
    const auto concerns = [&](const Stay& asked) {
        return asked.id == changed || std::ranges::find(asked.candidates, changed) != asked.candidates.end();
    };
    auto asked = store::asked(session, zone_id, now - doubt_time);
    if (std::ranges::none_of(asked, concerns)) return;
    store::take_turn(session, zone_id.text());
    asked = store::asked(session, zone_id, now - doubt_time);
    const auto zone = with_gates(session, *store::zone(session, zone_id));
    const auto exits = exits_of(session, asked);
    std::vector<Stay> candidates;
    for (const auto& each : exits) add_lookalikes(session, zone, candidates, each);
    const auto [stays, matches] = weighed(session, zone, exits, std::move(candidates));
    for (std::size_t i = 0; i < exits.size(); ++i) {
        if (!matches[i].stay) continue;
        const auto question =
            std::ranges::find(asked, exits[i].seen.sighting, [](const Stay& each) { return *each.entry_sighting; });
        settle(session, zone, *question, stays[*matches[i].stay], matches[i], now);
    }
}

void Metering::settle(storage::Session& session, const ParkingZone& zone, Stay asked, Stay ended, const Match& match,
                      Instant now) {
    auto effect = *store::effect(session, *asked.entry_sighting);
    asked.phase = StayPhase::gone;
    asked.candidates.clear();
    store::save(session, asked);
    store::note(session, asked,
                {now, "answered", by_itself, "became_clear", json::Object{{"is", "exit"}, {"of", ended.id.text()}}});
    const auto matched_by = match.kind == MatchKind::exact ? MatchedBy::plate : MatchedBy::misreading;
    end(session, zone, ended, {effect.seen.seen_at, &effect.seen, matched_by, match.cost, match.reason}, now, by_itself);
    effect.happened = "closed";
    effect.reason = "became_clear";
    effect.stay = ended.id;
    store::keep(session, effect);
}

}  // namespace patente::parking
