SELECT 'not validated' FROM pg_constraint WHERE contypid = 'postal_code'::regtype AND NOT convalidated
