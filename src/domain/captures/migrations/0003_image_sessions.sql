CREATE TABLE captures_image_sessions (
    id {id} PRIMARY KEY,
    token_sha256 {text} NOT NULL,
    key_id {text} NOT NULL,
    last_seen_at {instant} NOT NULL
);
CREATE UNIQUE INDEX captures_image_sessions_by_token ON captures_image_sessions (token_sha256);
CREATE INDEX captures_image_sessions_by_time ON captures_image_sessions (last_seen_at);

CREATE TABLE captures_images (
    image_session {id} NOT NULL,
    image {big} NOT NULL,
    capture {id} NOT NULL,
    PRIMARY KEY (image_session, image)
);
CREATE INDEX captures_by_original ON captures_captures (duplicate_of);
CREATE INDEX captures_by_key ON captures_captures (key_id, received_at, id);
