DROP TABLE sign_in_try;
ALTER TABLE this_database DROP COLUMN setup_token;
