SELECT 'identity is lost' WHERE (SELECT string_agg(attidentity, '' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0) <> 'da'
UNION ALL SELECT 'sequence is lost' WHERE to_regclass('unrelated') IS NULL
