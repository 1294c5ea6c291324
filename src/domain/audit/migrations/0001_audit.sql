-- One row an entry. `position` tells in which order rows were written, `number` where the entry stands in the log: it is given,
-- with the hashes, once the row is committed. What may never change is guarded by the triggers of 0002.
CREATE TABLE audit_entries (
    position {serial},
    number {big},
    happened_at {instant} NOT NULL,
    by_kind {text} NOT NULL,
    by_id {text} NOT NULL,
    by_name {long} NOT NULL,
    act {text} NOT NULL,
    outcome {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text} NOT NULL,
    detail {json} NOT NULL,
    personal_hash {text} NOT NULL,  -- of its row of audit_personal, with the salt; "" for none
    previous_hash {text},           -- of the entry before
    entry_hash {text}
);
CREATE UNIQUE INDEX audit_entries_by_number ON audit_entries (number) WHERE number IS NOT NULL;
CREATE INDEX audit_entries_unnumbered ON audit_entries (position) WHERE number IS NULL;
CREATE INDEX audit_entries_by_time ON audit_entries (happened_at, position);
CREATE INDEX audit_entries_by_who ON audit_entries (by_id, happened_at, position);
CREATE INDEX audit_entries_by_act ON audit_entries (act, happened_at, position);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, happened_at, position);

-- What an entry says of persons: it may be erased, which the entry's hash outlives.
CREATE TABLE audit_personal (
    position {big} PRIMARY KEY,  -- of its entry
    salt {text} NOT NULL,
    content {json} NOT NULL,
    plate {text} NOT NULL        -- that was asked for; "" for none
);
CREATE INDEX audit_personal_by_plate ON audit_personal (plate);

-- The one row that whoever numbers holds meanwhile.
CREATE TABLE audit_tree (
    id INTEGER PRIMARY KEY,
    size {big} NOT NULL,
    last_hash {text} NOT NULL
);
INSERT INTO audit_tree (id, size, last_hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Roots of whole subtrees of 256, 65,536, … entries (levels 8, 16, …): with them a proof reads few rows.
CREATE TABLE audit_nodes (
    level INTEGER NOT NULL,
    number {big} NOT NULL,
    node_hash {text} NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE audit_heads (
    size {big} PRIMARY KEY,
    root {text} NOT NULL,
    made_at {instant} NOT NULL,
    note {long} NOT NULL
);
