SELECT format('%s in t_1', count(*)) FROM t_1 HAVING count(*) <> 1
UNION ALL SELECT format('%s in u_1', count(*)) FROM u_1 HAVING count(*) <> 1
UNION ALL SELECT conname FROM pg_constraint WHERE conrelid = 'u_1'::regclass AND contype = 'c'
