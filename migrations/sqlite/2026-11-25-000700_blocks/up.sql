-- Responses packed into columns, to be counted under any filter without reading their rows. A block holds the responses of
-- its site whose ids come after those of the block before it, up to `upto`, as they were when it was packed.
CREATE TABLE block (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    site_id    BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    upto       BLOB    NOT NULL,
    -- whole hours since 1970, UTC; both are in it
    first_hour INTEGER NOT NULL,
    last_hour  INTEGER NOT NULL,
    responses  INTEGER NOT NULL,
    packed     BLOB    NOT NULL,
    -- the ids of its rows, which are read where one of them has changed
    ids        BLOB    NOT NULL
);
CREATE UNIQUE INDEX block_by_site ON block (site_id, upto, first_hour, last_hour, responses);

-- Up to which id the responses of a site may be in a block, or are about to be packed.
CREATE TABLE block_horizon (
    site_id BIGINT PRIMARY KEY NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    upto    BLOB   NOT NULL
) WITHOUT ROWID;
INSERT INTO block_horizon (site_id, upto) SELECT id, x'' FROM site;
CREATE TRIGGER site_inserted AFTER INSERT ON site BEGIN
    INSERT INTO block_horizon (site_id, upto) VALUES (new.id, x'');
END;

-- Responses up to the horizon that came, changed or went since: they are read from their rows. One row a change, never
-- updated, so that whoever packs a block removes exactly the changes it has seen.
CREATE TABLE block_change (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    site_id     BIGINT  NOT NULL,
    response_id BLOB    NOT NULL
);
CREATE INDEX block_change_by_site ON block_change (site_id, response_id);
CREATE TRIGGER site_deleted AFTER DELETE ON site BEGIN
    DELETE FROM block_change WHERE site_id = old.id;
END;

-- Whatever changes the answers or comments of a response changes its row too, or removes theirs.
CREATE TRIGGER response_inserted AFTER INSERT ON response
WHEN new.id <= (SELECT upto FROM block_horizon h WHERE h.site_id = new.site_id) BEGIN
    INSERT INTO block_change (site_id, response_id) VALUES (new.site_id, new.id);
END;
CREATE TRIGGER response_updated AFTER UPDATE ON response
WHEN new.id <= (SELECT upto FROM block_horizon h WHERE h.site_id = new.site_id) BEGIN
    INSERT INTO block_change (site_id, response_id) VALUES (new.site_id, new.id);
END;
CREATE TRIGGER response_deleted AFTER DELETE ON response
WHEN old.id <= (SELECT upto FROM block_horizon h WHERE h.site_id = old.site_id) BEGIN
    INSERT INTO block_change (site_id, response_id) VALUES (old.site_id, old.id);
END;
