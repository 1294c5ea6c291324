-- A plate's trigrams are written once, with its row in the table of distinct plates.
CREATE TRIGGER sightings_trigrams_kept AFTER INSERT ON sightings_plates BEGIN
    INSERT INTO sightings_trigrams (plate, look_alike) VALUES (new.plate, new.look_alike);
END;
