-- Which closing of a till counted it; '' until then.
ALTER TABLE parking_payments ADD COLUMN closing {text} NOT NULL DEFAULT '';
CREATE INDEX parking_payments_unclosed ON parking_payments (key_id, closing);
