INSERT INTO two VALUES (1, 'x', 5);
