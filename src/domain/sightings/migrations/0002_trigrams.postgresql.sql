-- Where the extension may not be made, partial search walks the distinct plates instead: slower, the same answers.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX sightings_plates_trigrams ON sightings_plates USING gin (plate gin_trgm_ops, look_alike gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm is not there (%); partial plate search will be slower', SQLERRM;
END $$;
