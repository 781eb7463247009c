SELECT 'sequence starts below the rows' WHERE nextval(pg_get_serial_sequence('t', 'id')) <= 41
