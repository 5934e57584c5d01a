ALTER INDEX comment_by_words RESET (gin_pending_list_limit);
DROP TRIGGER comments_inserted ON comment;
DROP FUNCTION comments_inserted();
DROP TRIGGER comment_written ON comment;
CREATE TRIGGER comment_written BEFORE INSERT OR UPDATE OF text ON comment
FOR EACH ROW EXECUTE FUNCTION comment_written();
