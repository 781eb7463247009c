INSERT INTO orders VALUES (1, 'paid', 12), (2, 'new', 3);
