-- By the part first: by the zone first, a server that knows nothing of the table yet takes any of the three for as good as another and reads
-- all that are inside.
DROP INDEX parking_stays_head;
DROP INDEX parking_stays_middle;
DROP INDEX parking_stays_tail;
CREATE INDEX parking_stays_head ON parking_stays (plate_head, zone) WHERE phase = 'open';
CREATE INDEX parking_stays_middle ON parking_stays (plate_middle, zone) WHERE phase = 'open';
CREATE INDEX parking_stays_tail ON parking_stays (plate_tail, zone) WHERE phase = 'open';
