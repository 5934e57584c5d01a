-- Answers and comments are written with their response, in its transaction, and erased with it. Looking every one of them
-- up again, which also locks its response, was a third of the work of storing them.
ALTER TABLE answer DROP CONSTRAINT answer_site_id_response_id_fkey;
ALTER TABLE comment DROP CONSTRAINT comment_site_id_response_id_fkey;
