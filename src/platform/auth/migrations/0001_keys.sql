CREATE TABLE auth_keys (
    id {id} PRIMARY KEY,
    name {text} NOT NULL,
    hash {text} NOT NULL UNIQUE,
    permissions {json} NOT NULL,
    made_at {instant} NOT NULL,
    expires_at {instant},
    revoked_at {instant}
);
