-- For programs written against the first version: one row a sighting, its plate as it stands after corrections, the time
-- in UTC. The one place where SQL of this room names a table of sightings.
CREATE VIEW patente (fecha_hora, imagen, ubicacion, patente, latitud, longitud) AS
SELECT datetime(seen.seen_at / 1000, 'unixepoch'), crop.jpeg,
       CASE WHEN seen.zone <> '' THEN seen.zone
            WHEN seen.lat IS NOT NULL THEN CAST(seen.lat AS TEXT) || ', ' || CAST(seen.lon AS TEXT)
            ELSE '' END,
       seen.plate, seen.lat, seen.lon
FROM sightings_sightings seen LEFT JOIN captures_crops crop ON crop.sha256 = seen.crop_sha256;
