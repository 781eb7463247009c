SELECT 'identity gives values that rows have'
WHERE nextval(pg_get_serial_sequence('t', 'plain')) <> 41
   OR nextval(pg_get_serial_sequence('t', 'filled')) <> 1042
UNION ALL SELECT 'rows have no new value' WHERE (SELECT count(DISTINCT added) <> count(*) FROM t)
