-- The hourly counters of one touchpoint on one UTC day, in one value: a copy of their rows, so that a year is read as
-- quickly as a week. Without a value something has changed since, and the rows are read. A day that has no row had nothing.
CREATE TABLE rollup_day (
    site_id       BIGINT  NOT NULL,
    touchpoint_id BIGINT  NOT NULL,
    day           INTEGER NOT NULL,
    packed        BYTEA,
    PRIMARY KEY (site_id, touchpoint_id, day)
);
CREATE INDEX rollup_day_changed ON rollup_day (site_id) WHERE packed IS NULL;

-- The first day of a site that is not packed.
CREATE TABLE rollup_day_horizon (
    site_id BIGINT  PRIMARY KEY NOT NULL,
    day     INTEGER NOT NULL
);
-- Unpacking twice costs more than reading a little more.
ALTER TABLE rollup_day ALTER COLUMN packed SET STORAGE EXTERNAL;
