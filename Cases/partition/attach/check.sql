SELECT format('%s rows', count(*)) FROM orders HAVING count(*) <> 600
UNION ALL SELECT conname FROM pg_constraint WHERE conname LIKE '\_sf\_%'
