-- Links that show one page of results to whoever has them. Only a hash of each is stored.
CREATE TABLE share_link (
    id         INTEGER PRIMARY KEY NOT NULL,
    site_id    BIGINT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name       TEXT   NOT NULL,
    token_hash BLOB   NOT NULL UNIQUE,
    -- which page, and the touchpoint or survey it is about
    page       TEXT   NOT NULL CHECK (page IN ('overview', 'journey', 'touchpoint', 'survey')),
    object_id  BIGINT,
    -- period, metric and filter as in an address
    query      TEXT   NOT NULL,
    -- the questions that are left out: `survey.question` with spaces between them
    redacted   TEXT   NOT NULL,
    -- who made it; the link stays when they leave
    admin_id   BIGINT REFERENCES admin (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    opened_at  BIGINT
);
CREATE INDEX share_link_by_site ON share_link (site_id, id);
