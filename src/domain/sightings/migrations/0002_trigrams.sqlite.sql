CREATE VIRTUAL TABLE sightings_trigrams USING fts5(plate, look_alike, tokenize = 'trigram');
