INSERT INTO shop.goods (id) VALUES (1);
INSERT INTO orders VALUES (1, 1);
