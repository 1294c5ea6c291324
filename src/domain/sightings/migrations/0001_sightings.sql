-- Sightings hold the plate's text; sightings_plates has each text once and carries what makes partial and look-alike
-- search quick; a plate has one look_alike, so the pair is as distinct as the plate alone. place_cell is the grid of search_rules.h.
CREATE TABLE sightings_plates (
    look_alike {text} NOT NULL,
    plate {text} NOT NULL,
    PRIMARY KEY (look_alike, plate)
);

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
