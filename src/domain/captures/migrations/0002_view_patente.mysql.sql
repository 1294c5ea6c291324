-- For programs written against the first version: one row a sighting, its plate as it stands after corrections, the time
-- in UTC. The one place where SQL of this room names a table of sightings.
CREATE VIEW patente (fecha_hora, imagen, ubicacion, patente, latitud, longitud) AS
SELECT TIMESTAMP '1970-01-01 00:00:00' + INTERVAL seen.seen_at * 1000 MICROSECOND, crop.jpeg,
       CASE WHEN seen.zone <> '' THEN seen.zone
            WHEN seen.lat IS NOT NULL THEN CONCAT(seen.lat, ', ', seen.lon)
            ELSE '' END,
       seen.plate, seen.lat, seen.lon
FROM sightings_sightings seen LEFT JOIN captures_crops crop ON crop.sha256 = seen.crop_sha256;
