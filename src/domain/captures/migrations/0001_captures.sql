CREATE TABLE captures_captures (
    id {id} PRIMARY KEY,
    sha256 {text} NOT NULL,
    size_bytes {big} NOT NULL,
    content_type {text} NOT NULL,
    duplicate_of {id},
    received_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    given {json} NOT NULL,
    job {text} NOT NULL,
    state {text} NOT NULL,
    taken_at {json} NOT NULL,
    place {json} NOT NULL,
    places_disagree INTEGER NOT NULL,
    nothing_read {text},
    sighting {id},
    thumbnail_sha256 {text} NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
);
CREATE INDEX captures_by_bytes ON captures_captures (sha256);
CREATE INDEX captures_by_arrival ON captures_captures (received_at, id);

CREATE TABLE captures_readings (
    capture {id} NOT NULL,
    number INTEGER NOT NULL,
    plate {text} NOT NULL,
    as_read {text} NOT NULL,
    confidence {real} NOT NULL,
    region {text} NOT NULL,
    line_count INTEGER NOT NULL,
    box {json} NOT NULL,
    corners {json} NOT NULL,
    alternatives {json} NOT NULL,
    crop_sha256 {text} NOT NULL,
    verdict {text} NOT NULL,
    sighting {id},
    PRIMARY KEY (capture, number)
);

CREATE TABLE captures_crops (
    sha256 {text} PRIMARY KEY,
    jpeg {blob} NOT NULL
);
