CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT only_one UNIQUE (a));
COMMENT ON CONSTRAINT only_one ON t IS 'kept';
