-- `patente doctor` restores the newest backup into a database of its own, which it drops again.
GRANT ALL ON `patente\_trial\_%`.* TO 'patente'@'%';
