INSERT INTO customers SELECT generate_series(1, 300);
INSERT INTO orders_2023 SELECT n, '2023-01-01'::date + n, n, n FROM generate_series(1, 300) n;
INSERT INTO orders_2024 SELECT n, '2024-01-01'::date + n, n FROM generate_series(1, 300) n;
