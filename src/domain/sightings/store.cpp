#include "domain/sightings/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/sightings/row.h"
#include "domain/sightings/rules.h"
#include "domain/sightings/search_rules.h"
#include "domain/vocabulary/plate.h"
#include "platform/storage/rows.h"

namespace patente::sightings {

namespace {

template <typename T>
T kept(const std::string& text) {
    auto value = json::read<T>(text);
    if (!value) throw std::runtime_error("a stored document is not readable: " + text);
    return *std::move(value);
}

std::vector<Sighting> rows_of(storage::Session& session, std::string_view query, const auto&... uses) {
    Row row;
    std::vector<Sighting> found;
    row.into([&](const auto&... into) { session.for_each([&] { found.push_back(row.sighting()); }, query, uses..., into...); });
    return found;
}

struct PlateRow {
    std::string look_alike, plate;
    auto operator<=>(const PlateRow&) const = default;
};

// In order, so that two transactions never wait for each other in a circle.
std::vector<PlateRow> plate_rows_of(std::span<const std::string> plates) {
    std::vector<PlateRow> rows;
    for (const auto& plate : plates) rows.push_back({look_alike_key(plate), plate});
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    return rows;
}

// A row that is there already is locked by its update, which on PostgreSQL changes nothing and leaves no dead row behind.
std::string_view locking_of(storage::Dialect dialect) {
    if (dialect == storage::Dialect::sqlite) return "ON CONFLICT DO NOTHING";  // one writer
    if (dialect == storage::Dialect::mysql) return "ON CONFLICT (look_alike, plate) DO UPDATE SET plate = excluded.plate";
    return "ON CONFLICT (look_alike, plate) DO UPDATE SET plate = excluded.plate WHERE FALSE";
}

// Each plate by itself: so a look-up can only be made by the index, also while PostgreSQL takes the table for a small one.
constexpr std::string_view near_each =
    "FROM unnest(CAST(:plates AS text[])) AS sought (plate_sought) CROSS JOIN LATERAL "
    "(SELECT * FROM sightings_sightings WHERE plate = plate_sought AND seen_until >= :earliest AND seen_at <= :latest OFFSET 0) AS near";

struct PlaceColumns {
    std::optional<double> lat, lon, accuracy_m;
    std::optional<PlaceSource> source;
    std::optional<long long> cell;

    explicit PlaceColumns(const std::optional<Place>& place) {
        if (!place) return;
        lat = place->lat;
        lon = place->lon;
        accuracy_m = place->accuracy_m;
        source = place->source;
        cell = cell_of(place->lat, place->lon);
    }
};

}  // namespace

Sighting Row::sighting() const {
    Sighting result{id, {}, seen_until, times_seen, version, recorded_at};
    result.seen = {plate,
                   plate_as_read,
                   confidence,
                   kept<std::vector<Alternative>>(alternatives),
                   region,
                   seen_at,
                   kept<std::vector<std::string>>(time_flags),
                   std::nullopt,
                   device,
                   key_id,
                   zone,
                   capture_id,
                   evidence_sha256,
                   crop_sha256};
    if (lat && lon && place_source) result.seen.place = Place{*lat, *lon, accuracy_m, *place_source};
    return result;
}

namespace store {

void take_plates(storage::Session& session, std::span<const std::string> plates) {
    const auto rows = plate_rows_of(plates);
    constexpr std::string_view into = "sightings_plates (look_alike, plate)";
    const auto locking = locking_of(session.dialect());
    if (session.dialect() == storage::Dialect::postgresql) {
        std::vector<std::string> look_alikes, texts;
        for (const auto& row : rows) look_alikes.push_back(row.look_alike), texts.push_back(row.plate);
        const auto first = storage::array_text(look_alikes), second = storage::array_text(texts);
        static const std::string query = fmt::format(
            "INSERT INTO {} SELECT * FROM unnest(CAST(:look_alikes AS text[]), CAST(:plates AS text[])) {}", into, locking);
        session.run(query, soci::use(first), soci::use(second));
        return;
    }
    storage::insert_rows(
        session, into, std::span<const PlateRow>(rows), [](const PlateRow& row) { return std::tie(row.look_alike, row.plate); },
        locking);
}

std::vector<Sighting> near_in_time(storage::Session& session, std::span<const std::string> plates, Instant first, Instant last) {
    const Instant earliest = first - merge_window, latest = last + merge_window;
    if (session.dialect() == storage::Dialect::postgresql) {
        static const std::string query = fmt::format("SELECT {} {}", Row::columns, near_each);
        const auto all = storage::array_text(plates);
        return rows_of(session, query, soci::use(all), soci::use(earliest), soci::use(latest));
    }
    Row row;
    std::vector<Sighting> found;
    storage::in_parts(plates, [&](std::span<const std::string> part) {
        const auto query = fmt::format(
            "SELECT {} FROM sightings_sightings WHERE plate IN ({}) AND seen_until >= :earliest AND seen_at <= :latest",
            Row::columns, storage::values_text(part.size()));
        session.for_each_with([&] { found.push_back(row.sighting()); }, query,
                              [&](soci::statement& statement) {
                                  for (const auto& plate : part) statement.exchange(soci::use(plate));
                                  statement.exchange(soci::use(earliest));
                                  statement.exchange(soci::use(latest));
                                  row.into([&](const auto&... into) { (statement.exchange(into), ...); });
                              });
    });
    return found;
}

namespace {

struct AddedRow {
    const Sighting& sighting;
    PlaceColumns place;
    std::string alternatives, time_flags;

    explicit AddedRow(const Sighting& of)
        : sighting(of),
          place(of.seen.place),
          alternatives(json::text_of(of.seen.alternatives)),
          time_flags(json::text_of(of.seen.time_flags)) {}

    static constexpr std::string_view into =
        "sightings_sightings (id, plate, plate_as_read, confidence, alternatives, region, seen_at, seen_until, time_flags, lat, lon, "
        "accuracy_m, place_source, place_cell, device, key_id, zone, capture_id, evidence_sha256, crop_sha256, times_seen, version, "
        "recorded_at)";
    auto cells() const {
        const NewSighting& seen = sighting.seen;
        return std::tie(sighting.id, seen.plate, seen.plate_as_read, seen.confidence, alternatives, seen.region, seen.seen_at,
                        sighting.seen_until, time_flags, place.lat, place.lon, place.accuracy_m, place.source, place.cell,
                        seen.device, seen.key_id, seen.zone, seen.capture_id, seen.evidence_sha256, seen.crop_sha256,
                        sighting.times_seen, sighting.version, sighting.recorded_at);
    }
};

}  // namespace

void add(storage::Session& session, std::span<const Sighting> sightings) {
    const std::vector<AddedRow> rows(sightings.begin(), sightings.end());
    storage::insert_rows(session, AddedRow::into, std::span<const AddedRow>(rows),
                         [](const AddedRow& row) { return row.cells(); });
}

void see_again(storage::Session& session, const Sighting& kept, Instant seen_at) {
    const Instant until = std::max(kept.seen_until, seen_at);
    session.run("UPDATE sightings_sightings SET times_seen = times_seen + 1, seen_until = :until WHERE id = :id",
                soci::use(until), soci::use(kept.id));
}

std::vector<Sighting> beside(storage::Session& session, const std::string& plate, Instant at, const SightingId& but_not) {
    const auto one = [&](std::string_view when) {
        return rows_of(
            session,
            fmt::format("SELECT {} FROM sightings_sightings WHERE plate = :plate AND place_cell IS NOT NULL AND time_flags "
                        "= '[]' AND id <> :id AND seen_until {} LIMIT 1",
                        Row::columns, when),
            soci::use(plate, "plate"), soci::use(but_not, "id"), soci::use(at, "at"));
    };
    auto found = one("< :at ORDER BY seen_until DESC");
    for (auto& each : one(">= :at ORDER BY seen_until")) found.push_back(std::move(each));
    return found;
}

std::optional<Sighting> find(storage::Session& session, const SightingId& id) {
    static const std::string query = fmt::format("SELECT {} FROM sightings_sightings WHERE id = :id", Row::columns);
    auto found = rows_of(session, query, soci::use(id));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void save_correction(storage::Session& session, const Sighting& now, const Change& change) {
    const NewSighting& seen = now.seen;
    take_plates(session, std::array{change.before.plate, seen.plate});  // the old one too: who sees it again waits
    const PlaceColumns place(seen.place);
    const std::string alternatives = json::text_of(seen.alternatives), flags = json::text_of(seen.time_flags);
    session.run(
        "UPDATE sightings_sightings SET plate = :plate, confidence = :confidence, alternatives = :alternatives, seen_at = :seen_at, "
        "seen_until = :seen_until, time_flags = :flags, lat = :lat, lon = :lon, accuracy_m = :accuracy, place_source = :source, "
        "place_cell = :cell, version = :version WHERE id = :id",
        soci::use(seen.plate), soci::use(seen.confidence), soci::use(alternatives), soci::use(seen.seen_at),
        soci::use(now.seen_until), soci::use(flags), soci::use(place.lat), soci::use(place.lon), soci::use(place.accuracy_m),
        soci::use(place.source), soci::use(place.cell), soci::use(now.version), soci::use(now.id));
    const std::string before = json::text_of(change.before), after = json::text_of(change.after);
    session.run(
        "INSERT INTO sightings_history (sighting, version, changed_at, key_id, key_name, before_change, after_change) "
        "VALUES (:id, :version, :at, :key, :name, :before, :after)",
        soci::use(now.id), soci::use(change.version), soci::use(change.at), soci::use(change.by.key_id),
        soci::use(change.by.name), soci::use(before), soci::use(after));
}

std::vector<Change> history(storage::Session& session, const SightingId& id) {
    std::vector<Change> changes;
    Change change;
    std::string before, after;
    session.for_each(
        [&] {
            change.before = kept<Corrected>(before);
            change.after = kept<Corrected>(after);
            changes.push_back(change);
        },
        "SELECT version, changed_at, key_id, key_name, before_change, after_change FROM sightings_history WHERE sighting = :id "
        "ORDER BY version",
        soci::use(id), soci::into(change.version), soci::into(change.at), soci::into(change.by.key_id),
        soci::into(change.by.name), soci::into(before), soci::into(after));
    return changes;
}

}  // namespace store

}  // namespace patente::sightings
