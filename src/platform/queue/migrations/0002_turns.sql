-- Fair between senders: each sender's next job gets a later turn, so that one who puts many waits behind those who put few.
ALTER TABLE queue_jobs ADD COLUMN turn {big} NOT NULL DEFAULT 0;
ALTER TABLE queue_jobs ADD COLUMN sender {text};
CREATE INDEX queue_jobs_by_turn ON queue_jobs (job, turn, ready_at, id);
CREATE INDEX queue_jobs_by_sender ON queue_jobs (job, sender, turn) WHERE sender IS NOT NULL;
