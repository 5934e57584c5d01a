-- Times are UTC milliseconds since 1970 (`…_at`) or whole hours since 1970 (`hour`).
-- `site_id` leads every key: a row of one site cannot refer to a row of another.

CREATE TABLE site (
    id         INTEGER PRIMARY KEY NOT NULL,
    key        TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    origins    TEXT    NOT NULL,
    time_zone  TEXT    NOT NULL,
    theme      TEXT    NOT NULL,
    min_n      INTEGER NOT NULL CHECK (min_n >= 5),
    demo       BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL
);

CREATE TABLE sighting (
    site_id BIGINT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    page    TEXT   NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (site_id, page)
) WITHOUT ROWID;

CREATE TABLE admin (
    id            INTEGER PRIMARY KEY NOT NULL,
    email         TEXT    NOT NULL UNIQUE,
    password_hash TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL
);

CREATE TABLE session (
    token_hash BLOB   PRIMARY KEY NOT NULL,
    admin_id   BIGINT NOT NULL REFERENCES admin (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE phase (
    id       INTEGER PRIMARY KEY NOT NULL,
    site_id  BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (site_id, id)
);

CREATE TABLE channel (
    id       INTEGER PRIMARY KEY NOT NULL,
    site_id  BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (site_id, id)
);

CREATE TABLE touchpoint (
    id              INTEGER PRIMARY KEY NOT NULL,
    site_id         BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    phase_id        BIGINT  NOT NULL,
    channel_id      BIGINT  NOT NULL,
    name            TEXT    NOT NULL,
    moment_of_truth BOOLEAN NOT NULL,
    target          DOUBLE,
    UNIQUE (site_id, id),
    FOREIGN KEY (site_id, phase_id) REFERENCES phase (site_id, id),
    FOREIGN KEY (site_id, channel_id) REFERENCES channel (site_id, id)
);

CREATE TABLE survey (
    id                INTEGER PRIMARY KEY NOT NULL,
    site_id           BIGINT  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    touchpoint_id     BIGINT  NOT NULL,
    name              TEXT    NOT NULL,
    -- 'draft', 'live' or 'paused'
    status            TEXT    NOT NULL CHECK (status IN ('draft', 'live', 'paused')),
    -- what is being edited; counts up with each save, so that two editors notice each other
    draft             TEXT    NOT NULL,
    revision          INTEGER NOT NULL,
    published_version INTEGER,
    created_at        BIGINT  NOT NULL,
    UNIQUE (site_id, id),
    FOREIGN KEY (site_id, touchpoint_id) REFERENCES touchpoint (site_id, id)
);

CREATE TABLE survey_version (
    site_id      BIGINT  NOT NULL,
    survey_id    BIGINT  NOT NULL,
    version      INTEGER NOT NULL,
    definition   TEXT    NOT NULL,
    published_at BIGINT  NOT NULL,
    PRIMARY KEY (site_id, survey_id, version),
    FOREIGN KEY (site_id, survey_id) REFERENCES survey (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- `id` is made by the visitor's browser in order of time (UUIDv7), so new rows append.
CREATE TABLE response (
    site_id       BIGINT   NOT NULL,
    id            BLOB     NOT NULL CHECK (length(id) = 16),
    survey_id     BIGINT   NOT NULL,
    version       INTEGER  NOT NULL,
    touchpoint_id BIGINT   NOT NULL,
    received_at   BIGINT   NOT NULL,
    sequence      INTEGER  NOT NULL,
    complete      BOOLEAN  NOT NULL,
    -- of the body that was stored last, to tell a repeat from a contradiction
    fingerprint   BIGINT   NOT NULL,
    language      TEXT     NOT NULL,
    device        TEXT     NOT NULL,
    path          TEXT,
    chance        DOUBLE   NOT NULL,
    elapsed       INTEGER  NOT NULL,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, survey_id, version) REFERENCES survey_version (site_id, survey_id, version) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE answer (
    site_id     BIGINT   NOT NULL,
    response_id BLOB     NOT NULL,
    question    TEXT     NOT NULL,
    score       SMALLINT CHECK (score BETWEEN 0 AND 10),
    choice      TEXT,
    PRIMARY KEY (site_id, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Answers in words, with what a reader wants beside them.
CREATE TABLE comment (
    site_id       BIGINT   NOT NULL,
    response_id   BLOB     NOT NULL,
    question      TEXT     NOT NULL,
    touchpoint_id BIGINT   NOT NULL,
    survey_id     BIGINT   NOT NULL,
    received_at   BIGINT   NOT NULL,
    metric        TEXT,
    score         SMALLINT,
    language      TEXT     NOT NULL,
    device        TEXT     NOT NULL,
    text          TEXT     NOT NULL,
    PRIMARY KEY (site_id, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX comment_by_touchpoint ON comment (site_id, touchpoint_id, received_at);
CREATE INDEX comment_by_time ON comment (site_id, received_at);

-- What the results pages read: kept in the transaction that stores the answers, equal to what recounting them gives.
-- `n0` counts the lowest point of the metric's scale.
CREATE TABLE rollup_score (
    site_id       BIGINT  NOT NULL,
    touchpoint_id BIGINT  NOT NULL,
    survey_id     BIGINT  NOT NULL,
    question      TEXT    NOT NULL,
    metric        TEXT    NOT NULL,
    hour          INTEGER NOT NULL,
    n0 BIGINT NOT NULL, n1 BIGINT NOT NULL, n2 BIGINT NOT NULL, n3 BIGINT NOT NULL, n4 BIGINT NOT NULL,
    n5 BIGINT NOT NULL, n6 BIGINT NOT NULL, n7 BIGINT NOT NULL, n8 BIGINT NOT NULL, n9 BIGINT NOT NULL,
    n10 BIGINT NOT NULL,
    PRIMARY KEY (site_id, touchpoint_id, hour, survey_id, question, metric)
) WITHOUT ROWID;

CREATE TABLE rollup_choice (
    site_id       BIGINT  NOT NULL,
    touchpoint_id BIGINT  NOT NULL,
    survey_id     BIGINT  NOT NULL,
    question      TEXT    NOT NULL,
    choice        TEXT    NOT NULL,
    hour          INTEGER NOT NULL,
    n             BIGINT  NOT NULL,
    PRIMARY KEY (site_id, touchpoint_id, hour, survey_id, question, choice)
) WITHOUT ROWID;

-- The way from being shown to leaving a comment. `started` counts responses, `scored` those with the headline answer.
CREATE TABLE rollup_funnel (
    site_id       BIGINT  NOT NULL,
    touchpoint_id BIGINT  NOT NULL,
    survey_id     BIGINT  NOT NULL,
    hour          INTEGER NOT NULL,
    shown         BIGINT  NOT NULL,
    dismissed     BIGINT  NOT NULL,
    started       BIGINT  NOT NULL,
    scored        BIGINT  NOT NULL,
    commented     BIGINT  NOT NULL,
    completed     BIGINT  NOT NULL,
    PRIMARY KEY (site_id, touchpoint_id, hour, survey_id)
) WITHOUT ROWID;
