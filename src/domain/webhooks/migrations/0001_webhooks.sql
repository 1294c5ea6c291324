CREATE TABLE webhooks_endpoints (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    url {long} NOT NULL,
    description {long} NOT NULL,
    types {json} NOT NULL,
    plate {text} NOT NULL,
    zone {text} NOT NULL,
    active INTEGER NOT NULL,
    begins_after {big} NOT NULL,   -- events up to this number are none of its
    failures INTEGER NOT NULL,     -- in a row
    failing_since {instant},
    retry_at {instant} NOT NULL,
    last_fault {long} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);

-- In the clear: each signature is made with them.
CREATE TABLE webhooks_secrets (
    id {id} PRIMARY KEY,
    endpoint {id} NOT NULL,
    secret {text} NOT NULL,
    added_at {instant} NOT NULL
);
CREATE INDEX webhooks_secrets_of_endpoint ON webhooks_secrets (endpoint);

-- While one is being posted, leased_until says how long it is left to whoever does. event_number is NULL for a test.
CREATE TABLE webhooks_deliveries (
    id {id} PRIMARY KEY,
    endpoint {id} NOT NULL,
    event_number {big},
    event_type {text} NOT NULL,
    plate {text} NOT NULL,
    body {json} NOT NULL,
    state {text} NOT NULL,
    attempts INTEGER NOT NULL,
    token {big} NOT NULL,
    ready_at {instant} NOT NULL,
    leased_until {instant},
    made_at {instant} NOT NULL,
    ended_at {instant},
    last_status INTEGER NOT NULL,
    last_fault {long} NOT NULL
);
CREATE UNIQUE INDEX webhooks_deliveries_once ON webhooks_deliveries (endpoint, event_number);
CREATE INDEX webhooks_deliveries_by_state ON webhooks_deliveries (endpoint, state, ready_at, event_number);
CREATE INDEX webhooks_deliveries_by_plate ON webhooks_deliveries (endpoint, plate, state, event_number);
CREATE INDEX webhooks_deliveries_by_end ON webhooks_deliveries (state, ended_at);
