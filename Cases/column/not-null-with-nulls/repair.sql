DO $$ BEGIN
  ASSERT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b'), 'b';
END $$;
UPDATE t SET a = 'filled' WHERE a IS NULL;
