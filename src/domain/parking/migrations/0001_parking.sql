CREATE TABLE parking_zones (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    name {text} NOT NULL,
    settings {json} NOT NULL,
    default_zone INTEGER NOT NULL,
    active INTEGER NOT NULL,
    south {real} NOT NULL,
    west {real} NOT NULL,
    north {real} NOT NULL,
    east {real} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);
CREATE UNIQUE INDEX parking_zones_default ON parking_zones (default_zone) WHERE default_zone = 1;

CREATE TABLE parking_tariffs (
    id {id} NOT NULL,
    version INTEGER NOT NULL,
    document {json} NOT NULL,
    valid_from {text} NOT NULL,  -- civil date in the zone of the tariff; empty: always
    created_at {instant} NOT NULL,
    created_by {text} NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE parking_stays (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    zone {id} NOT NULL REFERENCES parking_zones (id),
    phase {text} NOT NULL,
    plate {text} NOT NULL,
    plate_head {text} NOT NULL,  -- two characters, the middle, two characters: two misread ones leave one part whole
    plate_middle {text} NOT NULL,
    plate_tail {text} NOT NULL,
    confidence {real} NOT NULL,
    alternatives {json} NOT NULL,
    vehicle_class {text} NOT NULL,
    entered_at {instant} NOT NULL,
    left_at {instant},
    last_seen_at {instant} NOT NULL,
    entry_sighting {id},
    exit_sighting {id},
    exit_plate {text} NOT NULL,
    matched_by {text} NOT NULL,
    match_cost {real} NOT NULL,
    match_reason {json} NOT NULL,
    tariff {id} NOT NULL,
    tariff_version INTEGER NOT NULL,
    flags {json} NOT NULL,
    place_key {text} NOT NULL,
    crop_sha256 {text} NOT NULL,
    charge {json} NOT NULL,  -- empty while it is open
    total {big} NOT NULL,
    currency {text} NOT NULL,
    ticket {text} NOT NULL,
    paid {big} NOT NULL,
    paid_at {instant},
    standing {text} NOT NULL,
    candidates {json} NOT NULL,
    FOREIGN KEY (tariff, tariff_version) REFERENCES parking_tariffs (id, version)
);
CREATE UNIQUE INDEX parking_stays_inside ON parking_stays (plate, zone) WHERE phase IN ('open', 'ask');
CREATE INDEX parking_stays_head ON parking_stays (zone, plate_head) WHERE phase = 'open';
CREATE INDEX parking_stays_middle ON parking_stays (zone, plate_middle) WHERE phase = 'open';
CREATE INDEX parking_stays_tail ON parking_stays (zone, plate_tail) WHERE phase = 'open';
CREATE INDEX parking_stays_ended ON parking_stays (plate, zone, left_at);
CREATE INDEX parking_stays_entered ON parking_stays (entered_at, id);
CREATE INDEX parking_stays_zone ON parking_stays (zone, entered_at);

CREATE TABLE parking_sightings (
    sighting {id} PRIMARY KEY,
    event {text} NOT NULL,
    seen {json} NOT NULL,
    zone {id},
    stay {id},
    happened {text} NOT NULL,
    reason {text} NOT NULL,
    not_stay {id}
);
CREATE INDEX parking_sightings_stay ON parking_sightings (stay);

CREATE TABLE parking_series (
    series {text} PRIMARY KEY,
    last_number {big} NOT NULL
);

CREATE TABLE parking_tickets (
    number {text} PRIMARY KEY,
    stay {id} NOT NULL REFERENCES parking_stays (id),
    token {text} NOT NULL UNIQUE,
    issued_at {instant} NOT NULL,
    plate {text} NOT NULL,
    zone {id} NOT NULL,
    zone_name {text} NOT NULL,
    time_zone {text} NOT NULL,
    entered_at {instant} NOT NULL,
    left_at {instant} NOT NULL,
    vehicle_class {text} NOT NULL,
    charge {json} NOT NULL,
    total {big} NOT NULL,
    currency {text} NOT NULL,
    per_unit {big} NOT NULL,  -- minor units in one unit of the currency
    crop_sha256 {text} NOT NULL,
    annulled_at {instant},
    annulled_reason {text} NOT NULL,
    replaced_by {text} NOT NULL
);
CREATE UNIQUE INDEX parking_tickets_current ON parking_tickets (stay) WHERE annulled_at IS NULL;
CREATE INDEX parking_tickets_stay ON parking_tickets (stay);
CREATE INDEX parking_tickets_left ON parking_tickets (left_at);
CREATE INDEX parking_tickets_issued ON parking_tickets (issued_at, number);

CREATE TABLE parking_payments (
    id {id} PRIMARY KEY,
    stay {id} NOT NULL REFERENCES parking_stays (id),
    ticket {text} NOT NULL REFERENCES parking_tickets (number),
    amount {big} NOT NULL,  -- negative for a refund
    currency {text} NOT NULL,
    method {text} NOT NULL,
    reference {text} NOT NULL,
    refund_of {id} REFERENCES parking_payments (id),
    reason {text} NOT NULL,
    paid_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    key_name {text} NOT NULL,
    idempotency_key {text}
);
CREATE UNIQUE INDEX parking_payments_once ON parking_payments (key_id, idempotency_key);
CREATE INDEX parking_payments_stay ON parking_payments (stay);
CREATE INDEX parking_payments_refunds ON parking_payments (refund_of);

CREATE TABLE parking_history (
    id {id} PRIMARY KEY,
    stay {id} NOT NULL REFERENCES parking_stays (id),
    happened_at {instant} NOT NULL,
    act {text} NOT NULL,
    key_id {text} NOT NULL,
    key_name {text} NOT NULL,
    reason {text} NOT NULL,
    detail {json} NOT NULL
);
CREATE INDEX parking_history_stay ON parking_history (stay, id);

-- For reports of the first version: minutes begun, and what was charged in units of the currency.
CREATE VIEW cobros AS
SELECT plate AS patente, (left_at - entered_at + 59999) / 60000 AS tiempo, total * 1.0 / per_unit AS cobrar
FROM parking_tickets WHERE annulled_at IS NULL;
