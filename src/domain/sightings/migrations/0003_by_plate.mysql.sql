-- With what a page of a search by plate is ordered by, so that the newest of many plates are found in the index alone.
DROP INDEX sightings_by_plate ON sightings_sightings;
CREATE INDEX sightings_by_plate ON sightings_sightings (plate, seen_until, seen_at, id);
