-- The few stays whose exit is in doubt, found without a walk through all that a zone ever saw.
CREATE INDEX parking_stays_asked ON parking_stays (zone, entered_at) WHERE phase = 'ask';
CREATE INDEX parking_stays_misread ON parking_stays (zone, left_at) WHERE phase = 'closed' AND matched_by = 'misreading';
