CREATE TABLE devices_devices (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    name {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    lat {real},
    lon {real},
    accuracy_m {real},
    zone {text} NOT NULL,
    direction {text},
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);
CREATE INDEX devices_of_zone ON devices_devices (zone) WHERE zone <> '';
