SELECT proname || ': ' || quote_literal(prosrc) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prosrc NOT IN (
  E'\r\nBEGIN\n  NULL; -- \\ back\\slash $$ $body$ ''q''\r\nEND\r\n\r\n', 'SELECT ''a$''',
  'SELECT 1 -- $$ $body$ $body', E'\n\n\n   SELECT 1   \n\n', E'SELECT ''é\u2028\ttab''')
