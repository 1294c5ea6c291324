-- Names for signing in are in lower case. roles, zones and devices are lists. password is an Argon2id hash.
CREATE TABLE identity_users (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    login {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    roles {json} NOT NULL,
    language {text},
    zones {json} NOT NULL,
    devices {json} NOT NULL,
    active INTEGER NOT NULL,
    password {text} NOT NULL,
    must_choose_password INTEGER NOT NULL,
    totp_secret {text} NOT NULL,
    totp_on INTEGER NOT NULL,
    totp_used {big} NOT NULL,   -- the step of the last code that was taken
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL,
    signed_in_at {instant}
);

-- Those that somebody made, and built-in ones that somebody changed.
CREATE TABLE identity_roles (
    id {text} PRIMARY KEY,
    version INTEGER NOT NULL,
    name {text} NOT NULL,
    permissions {json} NOT NULL,
    changed_at {instant} NOT NULL
);

-- secret_sha256 is of the cookie. One that ends is deleted.
CREATE TABLE identity_sessions (
    id {id} PRIMARY KEY,
    person {id} NOT NULL,
    secret_sha256 {text} NOT NULL UNIQUE,
    made_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    address {text} NOT NULL,
    agent {text} NOT NULL
);
CREATE INDEX identity_sessions_of_person ON identity_sessions (person);
CREATE INDEX identity_sessions_by_seen ON identity_sessions (seen_at);
