ALTER TABLE comment ADD FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE;
ALTER TABLE answer ADD FOREIGN KEY (site_id, response_id) REFERENCES response (site_id, id) ON DELETE CASCADE;
