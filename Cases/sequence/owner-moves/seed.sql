SELECT nextval('numbers') FROM generate_series(1, 7); SELECT nextval('kept');
