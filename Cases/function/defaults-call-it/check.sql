SELECT 'row lost or changed: ' || t::text FROM t
WHERE (id, plain, other, changed, narrow, made) IS DISTINCT FROM (5, 1, 2, 3, 4, 5)
UNION ALL
SELECT 'no default: ' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name IN ('t', 'p_1') AND column_name IN ('plain', 'other', 'v')
  AND column_default IS NULL
