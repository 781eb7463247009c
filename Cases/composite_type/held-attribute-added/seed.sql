INSERT INTO people VALUES (ROW('a', 1), ARRAY[ROW('b', 2)::address]);
