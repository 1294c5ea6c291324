// The tables of this room. Forward only: what was released is never edited, a further step is added.
#include "domain/sightings/feature.h"

namespace patente::sightings {

namespace {

// Sightings hold the plate's text; sightings_plates has each text once and carries what makes partial and look-alike
// search quick. place_cell is search_rules.h's grid.
constexpr const char* tables = R"(
CREATE TABLE sightings_plates (
    plate {text} PRIMARY KEY,
    look_alike {text} NOT NULL
);
CREATE INDEX sightings_plates_by_look_alike ON sightings_plates (look_alike);

CREATE TABLE sightings_sightings (
    id {id} PRIMARY KEY,
    plate {text} NOT NULL,
    plate_as_read {text} NOT NULL,
    confidence {real} NOT NULL,
    alternatives {json} NOT NULL,
    region {text} NOT NULL,
    seen_at {instant} NOT NULL,
    seen_until {instant} NOT NULL,
    time_flags {json} NOT NULL,
    lat {real},
    lon {real},
    accuracy_m {real},
    place_source {text},
    place_cell {big},
    device {text} NOT NULL,
    key_id {text} NOT NULL,
    zone {text} NOT NULL,
    capture_id {text} NOT NULL,
    evidence_sha256 {text} NOT NULL,
    crop_sha256 {text} NOT NULL,
    times_seen INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded_at {instant} NOT NULL
);
CREATE INDEX sightings_by_plate ON sightings_sightings (plate, seen_until);
CREATE INDEX sightings_by_time ON sightings_sightings (seen_at, id);
CREATE INDEX sightings_by_cell ON sightings_sightings (place_cell, seen_at) WHERE place_cell IS NOT NULL;
CREATE INDEX sightings_by_device ON sightings_sightings (device, seen_at) WHERE device <> '';

CREATE TABLE sightings_history (
    sighting {id} NOT NULL,
    version INTEGER NOT NULL,
    changed_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    key_name {text} NOT NULL,
    before_change {json} NOT NULL,
    after_change {json} NOT NULL,
    PRIMARY KEY (sighting, version)
);
)";

constexpr const char* trigrams_sqlite = R"(
CREATE VIRTUAL TABLE sightings_trigrams USING fts5(plate, look_alike, tokenize = 'trigram');
)";

// Where the extension may not be made, partial search walks the distinct plates instead: slower, the same answers.
constexpr const char* trigrams_postgresql = R"(
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX sightings_plates_trigrams ON sightings_plates USING gin (plate gin_trgm_ops, look_alike gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm is not there (%); partial plate search will be slower', SQLERRM;
END $$;
)";

}  // namespace

std::vector<storage::Migration> migrations(storage::Dialect dialect) {
    return {{"sightings/0001_sightings", tables},
            {"sightings/0002_trigrams", dialect == storage::Dialect::sqlite ? trigrams_sqlite : trigrams_postgresql}};
}

}  // namespace patente::sightings
