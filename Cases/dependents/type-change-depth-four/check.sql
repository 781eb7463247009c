SELECT 'owner lost: ' || c.relname FROM pg_class c
WHERE c.relname IN ('first', 'second') AND c.relowner <> 'dependents_depth_owner'::regrole
UNION ALL
SELECT 'owner lost: function' FROM pg_proc
WHERE proname = 'top_amount' AND proowner <> 'dependents_depth_owner'::regrole
UNION ALL
SELECT 'grant lost: ' || c.relname FROM pg_class c
WHERE c.relname IN ('first', 'second', 'fourth')
  AND NOT has_table_privilege('dependents_depth_reader', c.oid, 'SELECT')
UNION ALL
SELECT 'comment lost: ' || c.relname FROM pg_class c
WHERE c.relname IN ('first', 'second') AND obj_description(c.oid, 'pg_class') IS NULL
UNION ALL
SELECT 'not refreshed' WHERE (SELECT top FROM two.third) IS DISTINCT FROM 7
UNION ALL
SELECT 'trigger lost' WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'instead')
UNION ALL
SELECT 'options lost' WHERE NOT EXISTS (
  SELECT FROM pg_class WHERE relname = 'first' AND 'security_barrier=true' = ANY (reloptions))
