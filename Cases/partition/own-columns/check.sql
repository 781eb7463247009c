SELECT format('%s.%s is %s', d.adrelid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE (d.adrelid::regclass::text, a.attname, pg_get_expr(d.adbin, d.adrelid)) IN
  (('events_2024', 'tenant', '1'), ('events_2025', 'tenant', '1'), ('events_2025_web', 'tenant', '8'))
UNION ALL SELECT 'note has a default' FROM pg_attrdef d JOIN pg_attribute a
  ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE d.adrelid = 'events_2024'::regclass AND a.attname = 'note'
