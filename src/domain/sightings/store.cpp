#include "domain/sightings/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/sightings/row.h"
#include "domain/sightings/rules.h"
#include "domain/sightings/search_rules.h"
#include "domain/vocabulary/plate.h"

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

// The plate's row in the table of distinct plates, and in its trigram index, which PostgreSQL keeps by itself.
void know_plate(storage::Session& session, const std::string& plate) {
    const std::string key = look_alike_key(plate);
    const auto ran = session.run("INSERT INTO sightings_plates (plate, look_alike) VALUES (:plate, :key) ON CONFLICT DO NOTHING",
                                 soci::use(plate), soci::use(key));
    if (ran.rows_changed > 0 && session.dialect() == storage::Dialect::sqlite)
        session.run("INSERT INTO sightings_trigrams (plate, look_alike) VALUES (:plate, :key)", soci::use(plate), soci::use(key));
}

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

std::optional<Sighting> mergeable(storage::Session& session, const NewSighting& next) {
    static const std::string query = fmt::format(
        "SELECT {} FROM sightings_sightings WHERE plate = :plate AND seen_until >= :earliest AND seen_at <= :latest "
        "ORDER BY seen_until DESC LIMIT 20",
        Row::columns);
    const Instant earliest = next.seen_at - merge_window, latest = next.seen_at + merge_window;
    const auto near_in_time = rows_of(session, query, soci::use(next.plate), soci::use(earliest), soci::use(latest));
    const auto found = std::ranges::find_if(near_in_time, [&](const Sighting& each) { return merges(each, next); });
    return found == near_in_time.end() ? std::nullopt : std::optional{*found};
}

void add(storage::Session& session, const Sighting& sighting) {
    const NewSighting& seen = sighting.seen;
    know_plate(session, seen.plate);
    const PlaceColumns place(seen.place);
    const std::string alternatives = json::text_of(seen.alternatives), flags = json::text_of(seen.time_flags);
    session.run(
        "INSERT INTO sightings_sightings (id, plate, plate_as_read, confidence, alternatives, region, seen_at, seen_until, time_flags, "
        "lat, lon, accuracy_m, place_source, place_cell, device, key_id, zone, capture_id, evidence_sha256, crop_sha256, times_seen, "
        "version, recorded_at) VALUES (:id, :plate, :as_read, :confidence, :alternatives, :region, :seen_at, :seen_until, :flags, "
        ":lat, :lon, :accuracy, :source, :cell, :device, :key, :zone, :capture, :evidence, :crop, :times, :version, :recorded_at)",
        soci::use(sighting.id), soci::use(seen.plate), soci::use(seen.plate_as_read), soci::use(seen.confidence),
        soci::use(alternatives), soci::use(seen.region), soci::use(seen.seen_at), soci::use(sighting.seen_until),
        soci::use(flags), soci::use(place.lat), soci::use(place.lon), soci::use(place.accuracy_m), soci::use(place.source),
        soci::use(place.cell), soci::use(seen.device), soci::use(seen.key_id), soci::use(seen.zone), soci::use(seen.capture_id),
        soci::use(seen.evidence_sha256), soci::use(seen.crop_sha256), soci::use(sighting.times_seen), soci::use(sighting.version),
        soci::use(sighting.recorded_at));
}

void see_again(storage::Session& session, const Sighting& kept, Instant seen_at) {
    const Instant until = std::max(kept.seen_until, seen_at);
    session.run("UPDATE sightings_sightings SET times_seen = times_seen + 1, seen_until = :until WHERE id = :id",
                soci::use(until), soci::use(kept.id));
}

std::optional<Sighting> find(storage::Session& session, const SightingId& id) {
    static const std::string query = fmt::format("SELECT {} FROM sightings_sightings WHERE id = :id", Row::columns);
    auto found = rows_of(session, query, soci::use(id));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void save_correction(storage::Session& session, const Sighting& now, const Change& change) {
    const NewSighting& seen = now.seen;
    know_plate(session, seen.plate);
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
