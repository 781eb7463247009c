INSERT INTO t SELECT i, 'b' || i, '{}' FROM generate_series(1, 100) i;
