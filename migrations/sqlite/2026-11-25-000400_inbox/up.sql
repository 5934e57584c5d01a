-- The loop of a comment: its way from new to solved.

-- Comments get a row id, which the text index needs, and the status beside what lists are sorted by. What inserts them
-- names its columns, so a release that knows neither still can.
DROP INDEX comment_by_touchpoint;
DROP INDEX comment_by_time;
ALTER TABLE comment RENAME TO comment_before;
CREATE TABLE comment (
    id            INTEGER  PRIMARY KEY NOT NULL,
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
    -- as in `comment_loop`, whose triggers keep it
    status        TEXT     NOT NULL DEFAULT 'new',
    -- whether the index of words has it: reading a text takes longer than storing it, so it is done a little later
    searchable    BOOLEAN  NOT NULL DEFAULT FALSE,
    UNIQUE (site_id, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
);
INSERT INTO comment (site_id, response_id, question, touchpoint_id, survey_id, received_at, metric, score, language, device, text)
SELECT site_id, response_id, question, touchpoint_id, survey_id, received_at, metric, score, language, device, text
FROM comment_before ORDER BY received_at;
DROP TABLE comment_before;
CREATE INDEX comment_by_touchpoint ON comment (site_id, touchpoint_id, received_at);
CREATE INDEX comment_by_time ON comment (site_id, received_at);
CREATE INDEX comment_by_status ON comment (site_id, status, received_at);
CREATE INDEX comment_to_index ON comment (id) WHERE NOT searchable;

-- What the team makes of a comment, from the first time that somebody touches it. It does not hang on the comment's row,
-- which goes and comes while a visitor still answers.
CREATE TABLE comment_loop (
    site_id     BIGINT  NOT NULL,
    response_id BLOB    NOT NULL,
    question    TEXT    NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('new', 'seen', 'working', 'solved', 'aside')),
    owner_id    BIGINT  REFERENCES admin (id) ON DELETE SET NULL,
    cause       TEXT,
    -- whether the text was taken out for good
    redacted    BOOLEAN NOT NULL,
    -- counts up with each change, so that two editors notice each other
    revision    INTEGER NOT NULL,
    PRIMARY KEY (site_id, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX comment_loop_by_owner ON comment_loop (owner_id);
CREATE INDEX comment_loop_by_cause ON comment_loop (site_id, cause) WHERE cause IS NOT NULL;

CREATE TABLE comment_tag (
    site_id     BIGINT NOT NULL,
    tag         TEXT   NOT NULL,
    response_id BLOB   NOT NULL,
    question    TEXT   NOT NULL,
    PRIMARY KEY (site_id, tag, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX comment_tag_by_comment ON comment_tag (site_id, response_id, question);

-- Notes are added, never changed.
CREATE TABLE comment_note (
    id          INTEGER PRIMARY KEY NOT NULL,
    site_id     BIGINT  NOT NULL,
    response_id BLOB    NOT NULL,
    question    TEXT    NOT NULL,
    admin_id    BIGINT  REFERENCES admin (id) ON DELETE SET NULL,
    noted_at    BIGINT  NOT NULL,
    text        TEXT    NOT NULL,
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_note_by_comment ON comment_note (site_id, response_id, question);
CREATE INDEX comment_note_by_admin ON comment_note (admin_id);

-- What was changed, by whom and when; `batch` is what was changed at once and can be undone at once. A tag that was added
-- was nothing before; one that was removed became nothing.
CREATE TABLE comment_change (
    id          INTEGER PRIMARY KEY NOT NULL,
    site_id     BIGINT  NOT NULL,
    response_id BLOB    NOT NULL,
    question    TEXT    NOT NULL,
    batch       BLOB    NOT NULL,
    admin_id    BIGINT  REFERENCES admin (id) ON DELETE SET NULL,
    changed_at  BIGINT  NOT NULL,
    field       TEXT    NOT NULL CHECK (field IN ('status', 'owner', 'cause', 'tag', 'redacted')),
    was         TEXT,
    became      TEXT,
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_change_by_comment ON comment_change (site_id, response_id, question);
CREATE INDEX comment_change_by_batch ON comment_change (site_id, batch);
CREATE INDEX comment_change_by_admin ON comment_change (admin_id);

-- The line of time of a respondent whom the site names.
CREATE INDEX response_by_person ON response (site_id, person, received_at) WHERE person IS NOT NULL;

-- The words of all searchable comments, in step with the rows by the triggers below. Marks belong to the letters they
-- stand on, so that scripts which need them are not torn apart. `secure-delete`: what is removed leaves nothing behind.
CREATE VIRTUAL TABLE comment_words USING fts5 (
    text, content = 'comment', content_rowid = 'id', columnsize = 0,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
INSERT INTO comment_words (comment_words, rank) VALUES ('secure-delete', 1);

-- A comment that comes finds the loop it was in. A text that was taken out stays out, whatever is sent again.
CREATE TRIGGER comment_inserted AFTER INSERT ON comment
WHEN EXISTS (
    SELECT 1 FROM comment_loop l
    WHERE l.site_id = new.site_id AND l.response_id = new.response_id AND l.question = new.question)
BEGIN
    UPDATE comment
    SET status = (SELECT status FROM comment_loop l
                  WHERE l.site_id = new.site_id AND l.response_id = new.response_id AND l.question = new.question)
    WHERE id = new.id;
    UPDATE comment SET text = '█████'
    WHERE id = new.id AND EXISTS (
        SELECT 1 FROM comment_loop l
        WHERE l.site_id = new.site_id AND l.response_id = new.response_id AND l.question = new.question AND l.redacted);
END;
CREATE TRIGGER comment_stays_redacted AFTER UPDATE OF text ON comment
WHEN new.text <> '█████' AND EXISTS (
    SELECT 1 FROM comment_loop l
    WHERE l.site_id = new.site_id AND l.response_id = new.response_id AND l.question = new.question AND l.redacted)
BEGIN
    UPDATE comment SET text = '█████' WHERE id = new.id;
END;

CREATE TRIGGER comment_made_searchable AFTER UPDATE OF searchable ON comment
WHEN new.searchable AND NOT old.searchable BEGIN
    INSERT INTO comment_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER comment_updated AFTER UPDATE OF text ON comment
WHEN old.searchable AND old.text <> new.text AND NOT EXISTS (
    SELECT 1 FROM comment_loop l
    WHERE l.site_id = new.site_id AND l.response_id = new.response_id AND l.question = new.question AND l.redacted)
BEGIN
    INSERT INTO comment_words (comment_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO comment_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER comment_deleted AFTER DELETE ON comment WHEN old.searchable BEGIN
    INSERT INTO comment_words (comment_words, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- The status stands beside the comment too.
CREATE TRIGGER comment_loop_inserted AFTER INSERT ON comment_loop BEGIN
    UPDATE comment SET status = new.status
    WHERE site_id = new.site_id AND response_id = new.response_id AND question = new.question;
END;
CREATE TRIGGER comment_loop_updated AFTER UPDATE OF status ON comment_loop WHEN old.status <> new.status BEGIN
    UPDATE comment SET status = new.status
    WHERE site_id = new.site_id AND response_id = new.response_id AND question = new.question;
END;
