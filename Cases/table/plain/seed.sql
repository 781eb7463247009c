INSERT INTO people VALUES (1, 'Ada', '1815-12-10');
