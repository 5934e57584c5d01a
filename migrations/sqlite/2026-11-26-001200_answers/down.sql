CREATE TABLE answer (
    site_id     BIGINT   NOT NULL,
    response_id BLOB     NOT NULL,
    question    TEXT     NOT NULL,
    score       SMALLINT CHECK (score BETWEEN 0 AND 10),
    choice      TEXT,
    shown       TEXT,
    PRIMARY KEY (site_id, response_id, question),
    FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
-- Lines hold nothing that JSON writes otherwise. A score's line has no colon, a choice's no equals sign.
INSERT INTO answer (site_id, response_id, question, score, choice, shown)
SELECT site_id, id, substr(line, 1, sign - 1),
    CASE WHEN is_score THEN CAST(nullif(value, '') AS INTEGER) END,
    CASE WHEN NOT is_score THEN CASE WHEN drawn > 0 THEN substr(value, 1, drawn - 1) ELSE value END END,
    CASE WHEN drawn > 0 THEN substr(value, drawn + 3) END
FROM (
    SELECT site_id, id, line, is_score, sign, substr(line, sign + 1) AS value,
        instr(substr(line, sign + 1), ' / ') AS drawn
    FROM (
        SELECT r.site_id, r.id, l.value AS line, instr(l.value, '=') > 0 AS is_score,
            CASE WHEN instr(l.value, '=') > 0 THEN instr(l.value, '=') ELSE instr(l.value, ':') END AS sign
        FROM response r, json_each('["' || replace(r.answers, char(10), '","') || '"]') l
        WHERE r.answers <> ''
    )
);
ALTER TABLE response DROP COLUMN answers;
