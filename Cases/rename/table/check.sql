SELECT 'row lost' WHERE NOT EXISTS (SELECT FROM clients WHERE id = 1 AND status = 'known')
UNION ALL
SELECT 'index built anew: ' || c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE i.indrelid IN ('clients'::regclass, 'orders'::regclass) AND c.relfilenode <> c.oid
