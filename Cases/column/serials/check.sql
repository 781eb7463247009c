SELECT 'rows not numbered' WHERE (SELECT count(DISTINCT s) FROM t) <> 2
