INSERT INTO ops.t VALUES ('a', 'b');
