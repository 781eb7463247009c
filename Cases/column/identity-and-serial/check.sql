SELECT 'the place is lost'
WHERE nextval(pg_get_serial_sequence('t', 'id')) <> 42
   OR nextval(pg_get_serial_sequence('t', 'n')) <> 18
