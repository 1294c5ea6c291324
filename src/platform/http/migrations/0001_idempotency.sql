-- One row for each Idempotency-Key in use: whose it is, what was asked, and the answer once there is one.
CREATE TABLE http_idempotency (
    caller        {text} NOT NULL,     -- key id; '' for everybody without a key
    request_key   {text} NOT NULL,
    fingerprint   {text} NOT NULL,     -- SHA-256 of the request
    owner_process {text} NOT NULL,     -- who runs it, see process.h
    begun_at      {instant} NOT NULL,
    status        INTEGER,             -- NULL while it runs
    content_type  {text},
    fields        {json},              -- [[name, value], …]
    body          {blob},
    PRIMARY KEY (caller, request_key)
);
CREATE INDEX http_idempotency_begun_at ON http_idempotency (begun_at);
