SELECT 'wrong function' WHERE (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'billing.item'::regclass AND adnum = (SELECT attnum FROM pg_attribute WHERE attrelid = 'billing.item'::regclass AND attname = 'n')) <> 'billing.f()'
UNION ALL
SELECT 'wrong reference' WHERE (SELECT confrelid FROM pg_constraint WHERE conname = 'fk_item_self_item') <> 'billing.item'::regclass
