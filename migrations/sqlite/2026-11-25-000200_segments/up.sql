-- Filters a team keeps under a name, written as in an address; nothing counted is stored.
CREATE TABLE segment (
    id         INTEGER PRIMARY KEY NOT NULL,
    site_id    BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    filter     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    UNIQUE (site_id, id)
);
