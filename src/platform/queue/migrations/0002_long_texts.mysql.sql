ALTER TABLE queue_jobs MODIFY payload {long} NOT NULL, MODIFY last_fault {long};
ALTER TABLE queue_dead_jobs MODIFY payload {long} NOT NULL, MODIFY reason {long} NOT NULL;
