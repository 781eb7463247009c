INSERT INTO t VALUES (9, 'open');
