SELECT 'not valid: ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT 'left over: ' || relname FROM pg_class WHERE starts_with(relname, '_sf_')
