DROP TABLE trace_link;
DROP TABLE rollup_gate;
ALTER TABLE answer DROP COLUMN shown;
ALTER TABLE response DROP COLUMN private;
ALTER TABLE response DROP COLUMN person;
ALTER TABLE response DROP COLUMN fields;
DROP INDEX survey_by_slug;
ALTER TABLE survey DROP COLUMN slug;
ALTER TABLE site DROP COLUMN budget;
