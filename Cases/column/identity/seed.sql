INSERT INTO t (plain, filled) VALUES (7, 3), (40, 1041);
