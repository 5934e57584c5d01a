-- The secret in the link with which the first admin is made, the same for every process on this database.
ALTER TABLE this_database ADD COLUMN setup_token TEXT;

-- Tries to sign in, by whom: a hash of an address or a network. Counted here, so that whoever guesses gains nothing by
-- meeting another process, or one that was started again.
CREATE TABLE sign_in_try (
    who   BYTEA   PRIMARY KEY NOT NULL,
    n     INTEGER NOT NULL,
    -- when the first of them was, UTC milliseconds
    since BIGINT  NOT NULL
);
CREATE INDEX sign_in_try_by_time ON sign_in_try (since);
