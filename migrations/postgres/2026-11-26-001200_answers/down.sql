CREATE TABLE answer (
    site_id     BIGINT   NOT NULL,
    response_id BYTEA     NOT NULL,
    question    TEXT     NOT NULL,
    score       SMALLINT CHECK (score BETWEEN 0 AND 10),
    choice      TEXT,
    shown       TEXT,
    PRIMARY KEY (site_id, response_id, question)
);
-- A score's line has no colon, a choice's no equals sign.
INSERT INTO answer (site_id, response_id, question, score, choice, shown)
SELECT r.site_id, r.id, parts[1],
    CASE WHEN parts[2] = '=' THEN nullif(parts[3], '')::smallint END,
    CASE WHEN parts[2] = ':' THEN split_part(parts[3], ' / ', 1) END,
    CASE WHEN strpos(parts[3], ' / ') > 0 THEN split_part(parts[3], ' / ', 2) END
FROM response r
CROSS JOIN LATERAL string_to_table(r.answers, E'\n') AS line
CROSS JOIN LATERAL regexp_match(line, '^([^=:]*)([=:])(.*)$') AS parts
WHERE r.answers <> '';
ALTER TABLE response DROP COLUMN answers;
