-- How often one visitor may be asked over all surveys, as JSON; nothing is no limit.
ALTER TABLE site ADD COLUMN budget TEXT;

-- The address of the link page. Surveys that are there get one that cannot be guessed.
ALTER TABLE survey ADD COLUMN slug TEXT NOT NULL DEFAULT '';
UPDATE survey SET slug = lower(hex(randomblob(6)));
CREATE UNIQUE INDEX survey_by_slug ON survey (slug);

-- Attributes and hidden fields as a JSON object, and the site's own name for the visitor.
ALTER TABLE response ADD COLUMN fields TEXT;
ALTER TABLE response ADD COLUMN person TEXT;
-- whether the visitor opted out by Global Privacy Control or Do Not Track
ALTER TABLE response ADD COLUMN private BOOLEAN NOT NULL DEFAULT FALSE;

-- The options in the order in which they were shown, where it was drawn.
ALTER TABLE answer ADD COLUMN shown TEXT;

-- What held a survey back from page views it was meant for.
CREATE TABLE rollup_gate (
    site_id   BIGINT  NOT NULL,
    survey_id BIGINT  NOT NULL,
    hour      INTEGER NOT NULL,
    gate      TEXT    NOT NULL,
    n         BIGINT  NOT NULL,
    PRIMARY KEY (site_id, survey_id, hour, gate)
) WITHOUT ROWID;

-- Links that show on a page why a survey does not, until they expire.
CREATE TABLE trace_link (
    token_hash BLOB   PRIMARY KEY NOT NULL,
    site_id    BIGINT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
