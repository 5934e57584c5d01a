-- Whether an admin owns the organisation: every site and every person. Whoever could sign in until now could do all.
ALTER TABLE admin ADD COLUMN owner BOOLEAN NOT NULL DEFAULT TRUE;
-- The secret of codes by time, and the last step of time whose code was used. Without a secret a password is enough.
ALTER TABLE admin ADD COLUMN totp_secret BLOB;
ALTER TABLE admin ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;

-- the browser's family, to tell one's sessions apart
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

-- Codes for whoever has lost the device that makes them; a used one is gone.
CREATE TABLE recovery_code (
    admin_id  BIGINT NOT NULL REFERENCES admin (id) ON DELETE CASCADE,
    code_hash BLOB   NOT NULL,
    PRIMARY KEY (admin_id, code_hash)
) WITHOUT ROWID;

-- Sign-ins whose password was right and whose code is still missing.
CREATE TABLE pending_sign_in (
    token_hash BLOB   PRIMARY KEY NOT NULL,
    admin_id   BIGINT NOT NULL REFERENCES admin (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE membership (
    site_id  BIGINT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    admin_id BIGINT NOT NULL REFERENCES admin (id) ON DELETE CASCADE,
    role     TEXT   NOT NULL CHECK (role IN ('viewer', 'editor', 'owner')),
    PRIMARY KEY (site_id, admin_id)
) WITHOUT ROWID;
CREATE INDEX membership_by_admin ON membership (admin_id);

CREATE TABLE invitation (
    id         INTEGER PRIMARY KEY NOT NULL,
    site_id    BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    email      TEXT    NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('viewer', 'editor', 'owner')),
    token_hash BLOB    NOT NULL UNIQUE,
    -- who invites; what somebody promised ends with them
    admin_id   BIGINT  NOT NULL REFERENCES admin (id) ON DELETE CASCADE,
    expires_at BIGINT  NOT NULL,
    UNIQUE (site_id, email)
);

CREATE TABLE api_key (
    id         INTEGER PRIMARY KEY NOT NULL,
    site_id    BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    scope      TEXT    NOT NULL CHECK (scope IN ('read', 'write')),
    token_hash BLOB    NOT NULL UNIQUE,
    -- how the key begins, to tell keys apart
    hint       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    used_at    BIGINT
);
CREATE INDEX api_key_by_site ON api_key (site_id);

-- What was changed, by whom. It outlives the site and the person.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY NOT NULL,
    site_id  BIGINT  REFERENCES site (id) ON DELETE SET NULL,
    admin_id BIGINT  REFERENCES admin (id) ON DELETE SET NULL,
    email    TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    -- the address's pattern, the ids in it as a JSON object, and which of its buttons was pressed
    action   TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    detail   TEXT    NOT NULL
);
CREATE INDEX audit_by_site ON audit (site_id, id);
