CREATE INDEX by_b ON t (b);
UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('by_a'::regclass, 'by_b'::regclass);
CREATE INDEX _sf_new_by_a ON t (a) WHERE a > 0;
UPDATE pg_index SET indisvalid = false WHERE indexrelid = '_sf_new_by_a'::regclass;
CREATE UNIQUE INDEX _sf_new_t_b_key ON t (b);
