CREATE TABLE discounts_permits (
    id {id} PRIMARY KEY,
    reference {text} NOT NULL,
    version INTEGER NOT NULL,  -- the latest
    revoked_at {instant},
    revoked_reason {long} NOT NULL,
    revoked_key_id {text} NOT NULL,
    revoked_key_name {text} NOT NULL
);
CREATE INDEX discounts_permits_reference ON discounts_permits (reference);

CREATE TABLE discounts_permit_versions (
    permit {id} NOT NULL REFERENCES discounts_permits (id),
    version INTEGER NOT NULL,
    settings {json} NOT NULL,
    since {instant},  -- none, of the first: from the day it is valid from
    made_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    key_name {text} NOT NULL,
    PRIMARY KEY (permit, version)
);

-- Every plate that any version names: the few permits that may cover a stay.
CREATE TABLE discounts_permit_plates (
    plate {text} NOT NULL,
    permit {id} NOT NULL REFERENCES discounts_permits (id),
    PRIMARY KEY (plate, permit)
);

CREATE TABLE discounts_stamps (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    settings {json} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);

CREATE TABLE discounts_validations (
    id {id} PRIMARY KEY,
    stamp {id} NOT NULL REFERENCES discounts_stamps (id),
    stay {id} NOT NULL,
    shop {text} NOT NULL,
    benefit {json} NOT NULL,
    code {text} NOT NULL,
    given_at {instant} NOT NULL,
    key_id {text} NOT NULL,
    key_name {text} NOT NULL
);
CREATE UNIQUE INDEX discounts_validations_once ON discounts_validations (stay, stamp);
CREATE INDEX discounts_validations_uses ON discounts_validations (stamp, given_at);

CREATE TABLE discounts_codes (
    code {text} PRIMARY KEY,
    stamp {id} NOT NULL REFERENCES discounts_stamps (id),
    made_at {instant} NOT NULL,
    used_by {id}
);
