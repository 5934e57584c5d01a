ALTER TABLE rollup_gate RESET (fillfactor);
ALTER TABLE rollup_funnel RESET (fillfactor);
ALTER TABLE rollup_choice RESET (fillfactor);
ALTER TABLE rollup_score RESET (fillfactor);
CREATE OR REPLACE FUNCTION responses_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM block_horizon h WHERE h.site_id IN (SELECT c.site_id FROM changed c) ORDER BY h.site_id FOR SHARE;
    INSERT INTO block_change (site_id, response_id)
    SELECT c.site_id, c.id FROM changed c JOIN block_horizon h ON h.site_id = c.site_id WHERE c.id <= h.upto;
    RETURN NULL;
END
$$;
ALTER TABLE response ADD CONSTRAINT response_site_id_survey_id_version_fkey
FOREIGN KEY (site_id, survey_id, version) REFERENCES survey_version (site_id, survey_id, version) ON DELETE CASCADE;
