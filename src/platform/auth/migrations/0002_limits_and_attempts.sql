ALTER TABLE auth_keys ADD COLUMN zones {json} NOT NULL DEFAULT '[]';
ALTER TABLE auth_keys ADD COLUMN devices {json} NOT NULL DEFAULT '[]';

CREATE TABLE auth_attempts (
    subject {text} PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at {instant} NOT NULL
);
CREATE INDEX auth_attempts_by_time ON auth_attempts (last_at);
