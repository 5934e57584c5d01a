DROP TRIGGER response_deleted;
DROP TRIGGER response_updated;
DROP TRIGGER response_inserted;
DROP TRIGGER site_deleted;
DROP TABLE block_change;
DROP TRIGGER site_inserted;
DROP TABLE block_horizon;
DROP TABLE block;
