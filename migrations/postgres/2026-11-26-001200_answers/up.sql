-- What was answered otherwise than in words stands in the row of its response, a line each in the order of the questions:
-- a row for every answer named its response once more, which was most of what the row held, and took most of the time that
-- storing a response took. `question=score`, nothing behind the sign where half of a gap was left open, or
-- `question:options`, and behind ` / ` the options in the order in which they were shown, where it was drawn.
ALTER TABLE response ADD COLUMN answers TEXT NOT NULL DEFAULT '';
-- What a response says is the same as before, so no figure has to be made anew.
ALTER TABLE response DISABLE TRIGGER response_updated;
UPDATE response r SET answers = l.lines
FROM (
    SELECT a.site_id, a.response_id, string_agg(
        a.question
            || CASE WHEN a.choice IS NULL THEN '=' || coalesce(a.score::text, '') ELSE ':' || a.choice END
            || coalesce(' / ' || a.shown, ''),
        E'\n' ORDER BY a.question COLLATE "C") AS lines
    FROM answer a GROUP BY a.site_id, a.response_id
) l
WHERE r.site_id = l.site_id AND r.id = l.response_id;
ALTER TABLE response ENABLE TRIGGER response_updated;
DROP TABLE answer;
