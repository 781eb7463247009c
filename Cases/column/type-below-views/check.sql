SELECT 'rows are lost' WHERE (SELECT sum(doubled) FROM t) IS DISTINCT FROM 24
UNION ALL SELECT 'materialized view is empty' WHERE (SELECT count(*) FROM m) <> 2
