-- Where a touchpoint stands among those of its cell; those that are there keep the order in which they were made.
ALTER TABLE touchpoint ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
-- What happens there, in the team's words.
ALTER TABLE touchpoint ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- The admin who answers for it.
ALTER TABLE touchpoint ADD COLUMN owner_id BIGINT REFERENCES admin (id) ON DELETE SET NULL;
-- The day by which the target shall be reached, as 2026-12-31.
ALTER TABLE touchpoint ADD COLUMN target_by TEXT;
-- Counts up with each change of its form, so that two editors notice each other.
ALTER TABLE touchpoint ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- The latest changes of a map, each as the change that takes it back, in JSON.
CREATE TABLE map_change (
    id      INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    made_at BIGINT  NOT NULL,
    undo    TEXT    NOT NULL
);
CREATE INDEX map_change_by_site ON map_change (site_id, id);

-- The languages a new survey starts with, as a JSON array; the first one is its default.
ALTER TABLE site ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
-- For how many days responses and comments are kept; nothing is for ever. Counts stay.
ALTER TABLE site ADD COLUMN retention_days INTEGER CHECK (retention_days >= 30);
-- Whether the path of the page, and the site's own name for the visitor, are kept with a response.
ALTER TABLE site ADD COLUMN keeps_path BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE site ADD COLUMN keeps_person BOOLEAN NOT NULL DEFAULT TRUE;
