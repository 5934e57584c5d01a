DROP TRIGGER comment_loop_updated;
DROP TRIGGER comment_loop_inserted;
DROP TRIGGER comment_deleted;
DROP TRIGGER comment_updated;
DROP TRIGGER comment_made_searchable;
DROP TRIGGER comment_stays_redacted;
DROP TRIGGER comment_inserted;
DROP TABLE comment_words;
DROP INDEX response_by_person;
DROP TABLE comment_change;
DROP TABLE comment_note;
DROP TABLE comment_tag;
DROP TABLE comment_loop;
DROP INDEX comment_to_index;
DROP INDEX comment_by_status;
DROP INDEX comment_by_time;
DROP INDEX comment_by_touchpoint;
ALTER TABLE comment RENAME TO comment_before;
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
INSERT INTO comment
SELECT site_id, response_id, question, touchpoint_id, survey_id, received_at, metric, score, language, device, text
FROM comment_before;
DROP TABLE comment_before;
CREATE INDEX comment_by_touchpoint ON comment (site_id, touchpoint_id, received_at);
CREATE INDEX comment_by_time ON comment (site_id, received_at);
