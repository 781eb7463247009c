WITH p_next AS (INSERT INTO p (a) VALUES (5) RETURNING id),
     divided_next AS (INSERT INTO divided (a) VALUES (1) RETURNING id)
SELECT 'rows of parents and children have ' || array_agg(id ORDER BY id)::text FROM p
HAVING array_agg(id ORDER BY id) <> '{10,15,20,25}'
UNION ALL SELECT 'the next one is ' || id FROM p_next WHERE id <> 30
UNION ALL SELECT 'the next one of partitions is ' || id FROM divided_next WHERE id <> 3
UNION ALL SELECT 'left behind: ' || relname FROM pg_class WHERE relname LIKE '\_sf\_%'
