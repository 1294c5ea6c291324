ALTER TABLE parking_sightings MODIFY reason {long} NOT NULL;
ALTER TABLE parking_tickets MODIFY annulled_reason {long} NOT NULL;
ALTER TABLE parking_payments MODIFY reason {long} NOT NULL;
ALTER TABLE parking_history MODIFY reason {long} NOT NULL;

-- The division of whole numbers is another word there.
CREATE OR REPLACE VIEW cobros AS
SELECT plate AS patente, (left_at - entered_at + 59999) DIV 60000 AS tiempo, total * 1.0 / per_unit AS cobrar
FROM parking_tickets WHERE annulled_at IS NULL;
