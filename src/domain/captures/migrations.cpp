// The tables of this room and the view `patente`. Forward only: what was released is never edited, a further step is added.
#include "domain/captures/feature.h"

namespace patente::captures {

namespace {

constexpr const char* tables = R"(
CREATE TABLE captures_captures (
    id {id} PRIMARY KEY,
    sha256 {text} NOT NULL,
    size_bytes {big} NOT NULL,
    content_type {text} NOT NULL,
    duplicate_of {id},
    received_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    given {json} NOT NULL,
    job {text} NOT NULL,
    state {text} NOT NULL,
    taken_at {json} NOT NULL,
    place {json} NOT NULL,
    places_disagree INTEGER NOT NULL,
    nothing_read {text},
    sighting {id},
    thumbnail_sha256 {text} NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
);
CREATE INDEX captures_by_bytes ON captures_captures (sha256);
CREATE INDEX captures_by_arrival ON captures_captures (received_at, id);

CREATE TABLE captures_readings (
    capture {id} NOT NULL,
    number INTEGER NOT NULL,
    plate {text} NOT NULL,
    as_read {text} NOT NULL,
    confidence {real} NOT NULL,
    region {text} NOT NULL,
    line_count INTEGER NOT NULL,
    box {json} NOT NULL,
    corners {json} NOT NULL,
    alternatives {json} NOT NULL,
    crop_sha256 {text} NOT NULL,
    verdict {text} NOT NULL,
    sighting {id},
    PRIMARY KEY (capture, number)
);

CREATE TABLE captures_crops (
    sha256 {text} PRIMARY KEY,
    jpeg {blob} NOT NULL
);
)";

// For programs written against the first version: one row a sighting, its plate as it stands after corrections, the time
// in UTC. The one place where this room's SQL names a table of sightings.
constexpr const char* view = R"(
CREATE VIEW patente (fecha_hora, imagen, ubicacion, patente, latitud, longitud) AS
SELECT {when}, crop.jpeg,
       CASE WHEN seen.zone <> '' THEN seen.zone
            WHEN seen.lat IS NOT NULL THEN CAST(seen.lat AS TEXT) || ', ' || CAST(seen.lon AS TEXT)
            ELSE '' END,
       seen.plate, seen.lat, seen.lon
FROM sightings_sightings seen LEFT JOIN captures_crops crop ON crop.sha256 = seen.crop_sha256;
)";

std::string with_time(std::string_view sql, std::string_view when) {
    std::string text{sql};
    return text.replace(text.find("{when}"), 6, when);
}

}  // namespace

std::vector<storage::Migration> migrations(storage::Dialect dialect) {
    const bool sqlite = dialect == storage::Dialect::sqlite;
    return {{"captures/0001_captures", tables},
            {"captures/0002_view_patente",
             with_time(view, sqlite ? "datetime(seen.seen_at / 1000, 'unixepoch')" : "to_timestamp(seen.seen_at / 1000.0)")}};
}

}  // namespace patente::captures
