-- Every reading rewrites a row of `latest`. Half-empty pages let the new version stand beside the old one (a heap-only update), so that the
-- table and its indexes do not grow: the embedded engine has no autovacuum to clean up after them.
alter table latest set (fillfactor = 40);
