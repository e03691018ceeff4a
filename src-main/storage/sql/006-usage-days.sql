-- Sums of days of UTC that are over, made from usage_15min by storage/usage-days.ts, so that reports over years are quick.
-- Nothing here is known only here. Rows from usage_day_end on are not read, and made again; reports read usage_15min there.
CREATE TABLE usage_day (
  dimension    TEXT    NOT NULL,               -- all | model | endpoint: what the sums inside are kept apart by
  day_start_ms INTEGER NOT NULL,               -- a multiple of 86,400,000; days without any use have no row
  figures      BLOB    NOT NULL,               -- counters and histograms of the day: storage/usage-day-blob.ts
  quarters     BLOB    NOT NULL,               -- totals of each quarter of an hour: storage/usage-day-blob.ts
  PRIMARY KEY (dimension, day_start_ms)
) STRICT;

-- Days before this one are summed up: their rows say what usage_15min says. One row.
CREATE TABLE usage_day_end (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  until_ms INTEGER NOT NULL                    -- a multiple of 86,400,000
) STRICT;

INSERT INTO usage_day_end (id, until_ms) VALUES (1, 0);
