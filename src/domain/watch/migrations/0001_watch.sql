CREATE TABLE watch_lists (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    name {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    description {long} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);

CREATE TABLE watch_entries (
    id {id} PRIMARY KEY,
    list {id} NOT NULL,
    version INTEGER NOT NULL,
    plate {text} NOT NULL,
    region {text} NOT NULL,
    why {long} NOT NULL,
    who {long} NOT NULL,
    reference {long} NOT NULL,
    until_at {instant},
    added_by {long} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);
CREATE UNIQUE INDEX watch_entries_by_list ON watch_entries (list, plate);

-- Where a reading may meet an entry: the entry's look-alike key, whole and with each character left out.
CREATE TABLE watch_keys (
    look_alike {text} NOT NULL,
    entry {id} NOT NULL,
    PRIMARY KEY (look_alike, entry)
);
CREATE INDEX watch_keys_of_entry ON watch_keys (entry);

-- What an alert says stands in it as it was when it was raised.
CREATE TABLE watch_alerts (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    kind {text} NOT NULL,
    state {text} NOT NULL,
    subject {text} NOT NULL,   -- the entry, or the plate that travels
    list {id},
    plate {text} NOT NULL,
    read_as {text} NOT NULL,
    device {text} NOT NULL,
    sighting {id} NOT NULL,
    seen_at {instant} NOT NULL,
    last_seen_at {instant} NOT NULL,
    times INTEGER NOT NULL,
    detail {json} NOT NULL,
    raised_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);
CREATE INDEX watch_alerts_by_state ON watch_alerts (state, id);
CREATE INDEX watch_alerts_by_subject ON watch_alerts (subject, device, last_seen_at);
CREATE INDEX watch_alerts_by_sighting ON watch_alerts (sighting);

-- Which sightings alerted for what: once each.
CREATE TABLE watch_alert_sightings (
    sighting {id} NOT NULL,
    subject {text} NOT NULL,
    alert {id} NOT NULL,
    PRIMARY KEY (sighting, subject)
);
CREATE INDEX watch_sightings_of_alert ON watch_alert_sightings (alert);

CREATE TABLE watch_alert_history (
    alert {id} NOT NULL,
    version INTEGER NOT NULL,
    happened_at {instant} NOT NULL,
    what {text} NOT NULL,
    key_id {text} NOT NULL,
    key_name {long} NOT NULL,
    note {long} NOT NULL,
    PRIMARY KEY (alert, version)
);
