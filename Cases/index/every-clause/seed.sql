INSERT INTO t (a, b, n) VALUES ('x', 'y', 1);
