SELECT 'wrong values' WHERE (SELECT array_agg(n ORDER BY n) FROM m) <> '{3,4}' OR (SELECT s FROM mm) <> 2
