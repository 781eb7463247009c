DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'), 'a'; END $$;
DELETE FROM t;
