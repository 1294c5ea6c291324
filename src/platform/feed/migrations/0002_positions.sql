-- Up to which number each room that follows from inside has heard.
CREATE TABLE feed_positions (
    listener {text} NOT NULL PRIMARY KEY,
    heard_number {big} NOT NULL
);
