DROP TABLE this_database;
DROP TABLE recount;
ALTER TABLE site DROP COLUMN erased_before;
