-- What was answered otherwise than in words stands in the row of its response, a line each in the order of the questions:
-- a row for every answer named its response once more, which was most of what the row held, and took most of the time that
-- storing a response took. `question=score`, nothing behind the sign where half of a gap was left open, or
-- `question:options`, and behind ` / ` the options in the order in which they were shown, where it was drawn.
ALTER TABLE response ADD COLUMN answers TEXT NOT NULL DEFAULT '';
-- What a response says is the same as before, so no figure has to be made anew.
DROP TRIGGER response_updated;
UPDATE response SET answers = (
    SELECT group_concat(line, char(10)) FROM (
        SELECT a.question
            || CASE WHEN a.choice IS NULL THEN '=' || coalesce(a.score, '') ELSE ':' || a.choice END
            || coalesce(' / ' || a.shown, '') AS line
        FROM answer a WHERE a.site_id = response.site_id AND a.response_id = response.id
        ORDER BY a.question
    )
)
WHERE EXISTS (SELECT 1 FROM answer a WHERE a.site_id = response.site_id AND a.response_id = response.id);
CREATE TRIGGER response_updated AFTER UPDATE ON response
WHEN new.id <= (SELECT upto FROM block_horizon h WHERE h.site_id = new.site_id) BEGIN
    INSERT INTO block_change (site_id, response_id) VALUES (new.site_id, new.id);
END;
DROP TABLE answer;
