-- A rename is something that a comparison can't know: to it, one column is missing and
-- another is too much. A pre-script does it before the comparison is made. On a database
-- that never had the old name, this does nothing.
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('public.products')
      AND attname = 'title' AND NOT attisdropped
  ) THEN
    ALTER TABLE public.products RENAME COLUMN title TO name;
  END IF;
END;
$$;
