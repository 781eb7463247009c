SELECT 'row lost' WHERE NOT EXISTS (SELECT FROM items WHERE id = 1 AND amount = 12.5 AND tax = 2.5)
UNION ALL
SELECT 'index built anew: ' || c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE i.indrelid IN ('items'::regclass, 'prices'::regclass) AND c.relfilenode <> c.oid
