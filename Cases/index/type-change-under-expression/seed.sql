INSERT INTO t VALUES (1, 'open', '12', 3, 4), (2, 'done', '13', 4, 5);
