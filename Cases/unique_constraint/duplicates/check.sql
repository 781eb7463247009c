SELECT 'left over: ' || indexrelid::regclass FROM pg_index WHERE indrelid = 't'::regclass AND NOT indisvalid
