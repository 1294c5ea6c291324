#include <limits>

#include "domain/parking/row.h"
#include "domain/vocabulary/reading.h"
#include "platform/feed/feed.h"

namespace patente::parking {
namespace {

constexpr Columns stay_columns{
    "parking_stays",
    "id, version, zone, phase, plate, plate_head, plate_middle, plate_tail, confidence, alternatives, vehicle_class, entered_at, left_at, "
    "last_seen_at, entry_sighting, exit_sighting, exit_plate, matched_by, match_cost, match_reason, tariff, tariff_version, flags, "
    "place_key, crop_sha256, charge, total, currency, ticket, paid, paid_at, standing, candidates"};
constexpr Columns effect_columns{"parking_sightings", "sighting, event, seen, zone, stay, happened, reason, not_stay"};

constexpr std::size_t end_length = 2;
std::string head_of(const std::string& plate) { return plate.substr(0, end_length); }
std::string tail_of(const std::string& plate) { return plate.substr(plate.size() - std::min(plate.size(), end_length)); }
std::string middle_of(const std::string& plate) {
    return plate.size() > 2 * end_length ? plate.substr(end_length, plate.size() - 2 * end_length) : plate;
}

struct StayRow {
    Stay stay;
    std::string head, middle, tail, alternatives, match_reason, flags, charge, currency, candidates;
    std::int64_t total = 0;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(stay.id), x(stay.version), x(stay.zone), x(stay.phase), x(stay.plate), x(head), x(middle), x(tail),
            x(stay.confidence), x(alternatives), x(stay.vehicle_class), x(stay.entered_at), x(stay.left_at), x(stay.last_seen_at),
            x(stay.entry_sighting), x(stay.exit_sighting), x(stay.exit_plate), x(stay.matched_by), x(stay.match_cost),
            x(match_reason), x(stay.tariff), x(stay.tariff_version), x(flags), x(stay.place_key), x(stay.crop_sha256), x(charge),
            x(total), x(currency), x(stay.ticket), x(stay.paid), x(stay.paid_at), x(stay.standing), x(candidates));
    }
    static StayRow of(const Stay& stay) {
        return {stay,
                head_of(stay.plate),
                middle_of(stay.plate),
                tail_of(stay.plate),
                json::text_of(stay.alternatives),
                json::text_of(stay.match_reason),
                json::text_of(stay.flags),
                stay.charge ? json::text_of(*stay.charge) : "",
                stay.charge ? stay.charge->total.currency : "",
                json::text_of(stay.candidates),
                stay.charge ? stay.charge->total.amount : 0};
    }
    Stay value() const {
        Stay result = stay;
        result.alternatives = kept<std::vector<Alternative>>(alternatives);
        result.match_reason = kept<std::optional<Text>>(match_reason);
        result.flags = kept<std::vector<std::string>>(flags);
        result.candidates = kept<std::vector<StayId>>(candidates);
        result.charge = charge.empty() ? std::nullopt : std::optional{kept<Charge>(charge)};
        return result;
    }
};

struct EffectRow {
    sightings::SightingId sighting;
    SightingEffect effect;
    std::string seen;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(sighting), x(effect.event_id), x(seen), x(effect.zone), x(effect.stay), x(effect.happened), x(effect.reason),
            x(effect.not_stay));
    }
    SightingEffect value() const {
        SightingEffect result = effect;
        result.seen = kept<sightings::PlateSeen>(seen);
        return result;
    }
};

std::string_view condition_of(std::string_view state) {
    if (state.empty()) return "phase <> 'gone'";
    if (state == "open") return "phase = 'open'";
    if (state == "ask") return "phase = 'ask'";
    if (state == "closed") return "phase = 'closed' AND total = 0";
    if (state == "forgiven") return "phase = 'closed' AND total > 0 AND standing = 'forgiven'";
    if (state == "disputed") return "phase = 'closed' AND total > 0 AND standing = 'disputed'";
    if (state == "paid") return "phase = 'closed' AND total > 0 AND standing = 'due' AND paid >= total";
    if (state == "partly_paid") return "phase = 'closed' AND standing = 'due' AND paid > 0 AND paid < total";
    return "phase = 'closed' AND total > 0 AND standing = 'due' AND paid <= 0";  // unpaid
}

}  // namespace

namespace store {

void add(storage::Session& session, const Stay& stay) { write_row(session, stay_columns.insert(), StayRow::of(stay)); }

void save(storage::Session& session, Stay& stay) {
    const int read_version = stay.version++;
    const auto ran = write_row(session, stay_columns.update("id = :id AND version = :read_version"), StayRow::of(stay),
                               soci::use(stay.id), soci::use(read_version));
    if (ran.rows_changed != 1) throw std::runtime_error("stay " + stay.id.text() + " was changed by another transaction");
}

void take_turn(storage::Session& session, const std::string& plate) { session.take_turn("parking " + plate); }

std::optional<Stay> stay(storage::Session& session, const StayId& id) {
    return row_of<StayRow>(session, stay_columns.select("WHERE id = :id"), soci::use(id));
}

std::optional<Stay> inside(storage::Session& session, const ZoneId& zone, const std::string& plate) {
    return row_of<StayRow>(session, stay_columns.select("WHERE plate = :plate AND zone = :zone AND phase IN ('open', 'ask')"),
                           soci::use(plate), soci::use(zone));
}

std::optional<Stay> latest_ended(storage::Session& session, const ZoneId& zone, const std::string& plate) {
    return row_of<StayRow>(
        session, stay_columns.select("WHERE plate = :plate AND zone = :zone AND phase = 'closed' ORDER BY left_at DESC LIMIT 1"),
        soci::use(plate), soci::use(zone));
}

std::vector<Stay> open_stays_of(storage::Session& session, const std::string& plate) {
    return rows_of<StayRow>(session, stay_columns.select("WHERE plate = :plate AND phase IN ('open', 'ask') AND phase = 'open'"),
                            soci::use(plate));
}

std::vector<Stay> open_lookalikes(storage::Session& session, const ZoneId& zone, const sightings::PlateSeen& seen,
                                  Instant until) {
    const std::string head = head_of(seen.plate), middle = middle_of(seen.plate), tail = tail_of(seen.plate);
    const PlateRead exit{seen.plate, seen.confidence, seen.alternatives};
    // Where plates are alike by rule, a tenth of all that are inside share a head: most are put aside before they are read whole.
    // One index for each part, whatever a database knows of the tables: left to itself it may walk through the whole zone.
    StayId id;
    PlateRead entry;
    std::string alternatives;
    std::vector<StayId> alike;
    session.for_each(
        [&] {
            entry.alternatives = kept<std::vector<Alternative>>(alternatives);
            if (may_agree(exit, entry)) alike.push_back(id);
        },
        "SELECT id, plate, alternatives FROM parking_stays WHERE zone = :zone AND plate_head = :head AND phase = 'open' UNION "
        "SELECT id, plate, alternatives FROM parking_stays WHERE zone = :zone AND plate_middle = :middle AND phase = 'open' UNION "
        "SELECT id, plate, alternatives FROM parking_stays WHERE zone = :zone AND plate_tail = :tail AND phase = 'open'",
        soci::use(zone, "zone"), soci::use(head, "head"), soci::use(middle, "middle"), soci::use(tail, "tail"), soci::into(id),
        soci::into(entry.plate), soci::into(alternatives));
    auto found = rows_in<StayRow>(session, stay_columns, "id", alike);
    std::erase_if(found, [&](const Stay& each) { return each.entered_at >= until; });
    std::ranges::sort(found, {}, [](const Stay& each) { return std::pair{each.entered_at, each.id}; });
    for (const auto& alternative : seen.alternatives) {
        if (std::ranges::any_of(found, [&](const Stay& each) { return each.plate == alternative.plate; })) continue;
        auto stay = inside(session, zone, alternative.plate);
        if (stay && stay->phase == StayPhase::open && stay->entered_at < until) found.push_back(*std::move(stay));
    }
    return found;
}

std::vector<Stay> asked(storage::Session& session, const ZoneId& zone, Instant since) {
    return rows_of<StayRow>(
        session,
        stay_columns.select("WHERE zone = :zone AND phase = 'ask' AND entered_at >= :since ORDER BY entered_at DESC LIMIT 12"),
        soci::use(zone), soci::use(since));
}

std::vector<Stay> ended_by_misreading(storage::Session& session, const ZoneId& zone, Instant since) {
    return rows_of<StayRow>(
        session,
        stay_columns.select("WHERE zone = :zone AND phase = 'closed' AND matched_by = 'misreading' AND "
                            "left_at >= :since AND paid = 0 AND standing = 'due' ORDER BY left_at DESC LIMIT 12"),
        soci::use(zone), soci::use(since));
}

std::vector<Stay> stays(storage::Session& session, const StaySearch& search,
                        const std::optional<std::pair<Instant, StayId>>& after, int limit) {
    const auto plate = plate_condition(search.plate, "plate", session.dialect());
    const std::string query = stay_columns.select(fmt::format(
        "WHERE {} AND {} AND {} AND {} AND entered_at >= :from_time AND entered_at < :to_time AND (entered_at, id) < (:time, :id) "
        "ORDER BY entered_at DESC, id DESC LIMIT :limit",
        condition_of(search.state), plate.sql, search.zone.empty() ? "CAST(:zone AS {text}) = ''" : "zone = :zone",
        within_zones(search.within, "zone")));
    const Instant before = after ? after->first : Instant::max();
    const Instant from = search.from.value_or(Instant{}), to = std::min(search.to.value_or(Instant::max()), end_after(before));
    const std::string before_id = after ? after->second.text() : "~";
    return rows_of<StayRow>(session, query, soci::use(plate.value), soci::use(search.zone), soci::use(from), soci::use(to),
                            soci::use(before), soci::use(before_id), soci::use(limit));
}

std::optional<SightingEffect> effect(storage::Session& session, const sightings::SightingId& sighting) {
    return row_of<EffectRow>(session, effect_columns.select("WHERE sighting = :sighting"), soci::use(sighting));
}

std::vector<SightingEffect> effects_on(storage::Session& session, const StayId& stay) {
    auto effects = rows_of<EffectRow>(session, effect_columns.select("WHERE stay = :stay"), soci::use(stay));
    std::ranges::sort(effects, {}, [](const SightingEffect& each) { return std::pair{each.seen.seen_at, each.seen.sighting}; });
    return effects;
}

void keep(storage::Session& session, const SightingEffect& effect) {
    static const std::string query = effect_columns.insert() +
                                     " ON CONFLICT (sighting) DO UPDATE SET event = excluded.event, seen = excluded.seen, "
                                     "zone = excluded.zone, stay = excluded.stay, happened = excluded.happened, "
                                     "reason = excluded.reason, not_stay = excluded.not_stay";
    write_row(session, query, EffectRow{effect.seen.sighting, effect, json::text_of(effect.seen)});
}

namespace {

// Every line of a history is an event for those who follow from outside.
void tell(storage::Session& session, const Stay& stay, const HistoryLine& line) {
    const json::Object data{{"stay", stay.id.text()}, {"by", line.by.name}, {"reason", line.reason}, {"detail", line.detail}};
    feed::append(session, {"parking." + line.act, stay.plate, stay.zone.text(), line.at, json::text_of(json::Value(data))});
}

}  // namespace

void note(storage::Session& session, const Stay& stay, const HistoryLine& line) {
    const Uuid id = Uuid::made_at(line.at);
    const std::string detail = json::text_of(line.detail);
    session.run(
        "INSERT INTO parking_history (id, stay, happened_at, act, key_id, key_name, reason, detail) "
        "VALUES (:id, :stay, :at, :act, :key_id, :key_name, :reason, :detail)",
        soci::use(id), soci::use(stay.id), soci::use(line.at), soci::use(line.act), soci::use(line.by.key_id),
        soci::use(line.by.name), soci::use(line.reason), soci::use(detail));
    tell(session, stay, line);
}

std::vector<HistoryLine> history(storage::Session& session, const StayId& stay) {
    std::vector<HistoryLine> lines;
    HistoryLine line;
    std::string detail;
    session.for_each(
        [&] {
            line.detail = kept<json::Value>(detail);
            lines.push_back(line);
        },
        "SELECT happened_at, act, key_id, key_name, reason, detail FROM parking_history WHERE stay = :stay ORDER BY id",
        soci::use(stay), soci::into(line.at), soci::into(line.act), soci::into(line.by.key_id), soci::into(line.by.name),
        soci::into(line.reason), soci::into(detail));
    return lines;
}

}  // namespace store
}  // namespace patente::parking
