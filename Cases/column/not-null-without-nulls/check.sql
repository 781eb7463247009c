SELECT 'a check is left over: ' || conname FROM pg_constraint WHERE contype = 'c' AND conrelid = 't'::regclass
