-- Keys that sign our tokens: `sealed` is the private part, readable with the file oauth.key of the data folder alone.
CREATE TABLE oauth_signing_keys (
    id {text} PRIMARY KEY,
    algorithm {text} NOT NULL,
    jwk {json} NOT NULL,
    sealed {long} NOT NULL,
    made_at {instant} NOT NULL,
    signs_from {instant} NOT NULL
);

CREATE TABLE oauth_clients (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    settings {json} NOT NULL,
    secret_hash {text} NOT NULL,   -- '' of a public client
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);

-- What a person is asked to agree to, until the answer comes.
CREATE TABLE oauth_requests (
    hash {text} PRIMARY KEY,
    user_id {text} NOT NULL,
    request {json} NOT NULL,
    expires_at {instant} NOT NULL
);

-- What a person agreed to: the family of all tokens that come of it.
CREATE TABLE oauth_grants (
    id {id} PRIMARY KEY,
    client {id} NOT NULL,
    user_id {text} NOT NULL,
    scopes {json} NOT NULL,
    signed_in_at {instant} NOT NULL,
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant}
);
CREATE INDEX oauth_grants_of_user ON oauth_grants (user_id);
CREATE INDEX oauth_grants_of_client ON oauth_grants (client);
CREATE INDEX oauth_grants_by_end ON oauth_grants (expires_at);

CREATE TABLE oauth_codes (
    hash {text} PRIMARY KEY,
    grant_id {id} NOT NULL,
    redirect_uri {long} NOT NULL,
    challenge {text} NOT NULL,
    nonce {long} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
);

CREATE TABLE oauth_refresh_tokens (
    hash {text} PRIMARY KEY,
    grant_id {id} NOT NULL,
    scopes {json} NOT NULL,
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
);
CREATE INDEX oauth_refresh_tokens_of_grant ON oauth_refresh_tokens (grant_id);

-- Access tokens of this grant, user, client, or this one token, issued up to revoked_at, are refused. Every process reads all of it
-- at least once a second; what has expired by itself is taken out.
CREATE TABLE oauth_revocations (
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    revoked_at {instant} NOT NULL,
    kept_until {instant} NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX oauth_revocations_by_end ON oauth_revocations (kept_until);

-- Outside OpenID providers that people may sign in with; `sealed` is our secret there.
CREATE TABLE oauth_providers (
    id {id} PRIMARY KEY,
    version INTEGER NOT NULL,
    settings {json} NOT NULL,
    sealed {long} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL
);

-- Log-ins that are under way at a provider.
CREATE TABLE oauth_logins (
    hash {text} PRIMARY KEY,
    provider {id} NOT NULL,
    browser_hash {text} NOT NULL,
    return_path {long} NOT NULL,
    expires_at {instant} NOT NULL
);

-- Who somebody at a provider is here.
CREATE TABLE oauth_subjects (
    issuer {text} NOT NULL,
    subject {text} NOT NULL,
    user_id {text} NOT NULL,
    made_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX oauth_subjects_of_user ON oauth_subjects (user_id);

-- Certificates that devices show.
CREATE TABLE oauth_certificates (
    fingerprint {text} PRIMARY KEY,
    settings {json} NOT NULL,
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    revoked_at {instant}
);
