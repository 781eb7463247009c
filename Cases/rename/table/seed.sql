INSERT INTO customers VALUES (1, 'a@b', 'known');
INSERT INTO orders VALUES (1, 1);
