INSERT INTO events (id, at, kind, tenant)
SELECT n, '2024-01-01'::timestamptz + n * interval '1 day',
       (ARRAY['web', 'mobile', 'till', 'noise'])[1 + n % 4], n % 7
FROM generate_series(1, 700) n;
