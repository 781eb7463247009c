SELECT 'rows count anew' FROM p HAVING count(DISTINCT id) <> 3 OR count(DISTINCT n) <> 3
UNION ALL SELECT 'counts by itself: ' || column_name FROM information_schema.columns
WHERE table_name = 'k' AND column_name IN ('id', 'n')
  AND coalesce(column_default, '') <> CASE column_name WHEN 'id' THEN 'nextval(''p_id_seq''::regclass)' ELSE '' END
