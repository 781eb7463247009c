SELECT format('%s rows', count(*)) FROM orders HAVING count(*) <> 600
UNION ALL SELECT conname FROM pg_constraint WHERE conname LIKE '\_sf\_%'
UNION ALL SELECT format('%s isn''t as built before', i.inhrelid::regclass) FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'i'
WHERE i.inhrelid::regclass::text IN ('orders_2023_total_idx', 'orders_2023_customer_day_key')
