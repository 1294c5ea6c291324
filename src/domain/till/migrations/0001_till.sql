-- Closings are only ever added: no statement changes one.
CREATE TABLE till_closings (
    number {text} PRIMARY KEY,  -- C-2026-000001, without gaps
    key_id {text} NOT NULL,
    closed_at {instant} NOT NULL,
    document {json} NOT NULL
);
CREATE INDEX till_closings_key ON till_closings (key_id, closed_at);
