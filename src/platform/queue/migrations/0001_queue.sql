-- A job waits until ready_at; while a process holds it, ready_at is when its lease ends.
CREATE TABLE queue_jobs (
    id {id} PRIMARY KEY,
    job {text} NOT NULL,
    payload {text} NOT NULL,
    event_id {text} NOT NULL,
    root_id {text} NOT NULL,
    ready_at {instant} NOT NULL,
    made_at {instant} NOT NULL,
    token {big} NOT NULL,
    leased_by {text},
    failures INTEGER NOT NULL,
    crashes INTEGER NOT NULL,
    last_fault {text}
);
CREATE INDEX queue_jobs_by_ready ON queue_jobs (job, ready_at);
CREATE INDEX queue_jobs_by_root ON queue_jobs (root_id);
CREATE INDEX queue_jobs_by_holder ON queue_jobs (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX queue_jobs_by_crashes ON queue_jobs (job) WHERE crashes >= 2;

-- Given up: kept for people to look at.
CREATE TABLE queue_dead_jobs (
    id {id} PRIMARY KEY,
    job {text} NOT NULL,
    payload {text} NOT NULL,
    event_id {text} NOT NULL,
    made_at {instant} NOT NULL,
    dead_at {instant} NOT NULL,
    attempts INTEGER NOT NULL,
    reason {text} NOT NULL
);
CREATE INDEX queue_dead_jobs_by_job ON queue_dead_jobs (job);

-- Events told inside of a job: what they came of. Kept for an hour.
CREATE TABLE queue_events (
    id {text} PRIMARY KEY,
    root_id {text} NOT NULL,
    told_at {instant} NOT NULL
);
CREATE INDEX queue_events_by_time ON queue_events (told_at);

CREATE TABLE queue_processes (
    id {text} PRIMARY KEY,
    host {text} NOT NULL,
    pid INTEGER NOT NULL,
    started {big} NOT NULL,
    beat {big} NOT NULL
);
