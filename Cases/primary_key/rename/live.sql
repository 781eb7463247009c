CREATE TABLE t (a int, b int, CONSTRAINT key_of_t PRIMARY KEY (a));
