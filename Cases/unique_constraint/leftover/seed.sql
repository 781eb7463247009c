INSERT INTO t VALUES (1, 1, 1), (2, 2, 2);
CREATE UNIQUE INDEX uq_t_a ON t (a);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'uq_t_a'::regclass;
CREATE UNIQUE INDEX _sf_new_uq_t_b ON t (a);
