INSERT INTO points SELECT n % 8, n FROM generate_series(1, 50) n;
INSERT INTO words VALUES ('a'), ('1'), ('zz');
