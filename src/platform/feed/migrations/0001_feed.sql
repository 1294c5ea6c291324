-- One row an event. `position` tells in which order rows were written, `number` in which order they are told:
-- it is given once the row is committed, while somebody follows.
CREATE TABLE feed_events (
    position {serial},
    number {big},
    type {text} NOT NULL,
    plate {text} NOT NULL,
    zone {text} NOT NULL,
    happened_at {instant} NOT NULL,
    data {json} NOT NULL
);
CREATE UNIQUE INDEX feed_events_by_number ON feed_events (number) WHERE number IS NOT NULL;
CREATE INDEX feed_events_unnumbered ON feed_events (position) WHERE number IS NULL;

-- The one row that whoever numbers holds meanwhile.
CREATE TABLE feed_numbers (
    id INTEGER PRIMARY KEY,
    last_number {big} NOT NULL,   -- given so far
    swept_number {big} NOT NULL   -- up to here rows are gone
);
INSERT INTO feed_numbers (id, last_number, swept_number) VALUES (1, 0, 0);
