SELECT 'updated' FROM two WHERE b = 'x' AND v <> 5
UNION ALL SELECT 'rows ' || count(*) FROM by_all HAVING count(*) <> 3
