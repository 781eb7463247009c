SELECT 'rows are lost' WHERE (SELECT count(*) FROM k) <> 2
UNION ALL SELECT 'index is lost' WHERE to_regclass('by_hand') IS NULL
UNION ALL SELECT 'invalid ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
