INSERT INTO t (id, h) VALUES (1, 'a=>1');
