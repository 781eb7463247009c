SELECT conname || ' is in the wrong state' FROM pg_constraint
WHERE conrelid = 't'::regclass AND convalidated = (conname IN ('stays_open', 'comes_open'))
