INSERT INTO t (b, c, d) VALUES ('q', 'four', 'd');
