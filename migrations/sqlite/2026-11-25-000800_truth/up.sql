-- Responses received before this were erased, or may have been: of their hours only the counters tell. UTC milliseconds.
ALTER TABLE site ADD COLUMN erased_before BIGINT NOT NULL DEFAULT 0;
UPDATE site SET erased_before = (CAST(strftime('%s', 'now') AS INTEGER) - retention_days * 86400) * 1000
WHERE retention_days IS NOT NULL;

-- The last time that the counters of a site were held against its rows, and what was found.
CREATE TABLE recount (
    site_id    BIGINT  PRIMARY KEY NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- counts up with each time, so that two that count at once notice each other
    revision   INTEGER NOT NULL,
    checked_at BIGINT  NOT NULL,
    responses  BIGINT  NOT NULL,
    -- when counters differed the last time, how many, and the first of them as JSON; all were mended
    found_at   BIGINT,
    found      BIGINT  NOT NULL,
    sample     TEXT    NOT NULL
) WITHOUT ROWID;

-- This database itself, in its only row: who it is, and which database is moving or was moved into it.
CREATE TABLE this_database (
    only_one   BOOLEAN PRIMARY KEY NOT NULL CHECK (only_one),
    id         BLOB    NOT NULL,
    -- nothing from when it is served on: then it holds answers of its own
    moved_from BLOB,
    -- when the move was proved to be complete
    moved_at   BIGINT
) WITHOUT ROWID;
INSERT INTO this_database (only_one, id) VALUES (TRUE, randomblob(16));
