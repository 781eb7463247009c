INSERT INTO events (id, day, kind, note) SELECT n, '2024-01-01'::date + n, 'web', 'x' FROM generate_series(1, 700) n;
