SELECT 'wrong: ' || t::text FROM t WHERE id = 1 AND NOT (j = '{"a":1.0,"b":[true,null,"x"],"c":{"d":"it''s"}}' AND l = ARRAY['a','b c','quo"te','back\slash',NULL,'{}'] AND n = 1 AND b = '\x00ff' AND s = E'it''s\nnew' AND ms = '{sad,"very happy"}')
UNION ALL SELECT 'wrong: ' || t::text FROM t WHERE id = 2 AND NOT (n = 2 AND l = '{}' AND r = 'empty' AND s = '')
UNION ALL SELECT 'wrong: ' || t::text FROM t WHERE id = 4 AND NOT (NOT bo AND l = ARRAY['true','1','NULL'])
UNION ALL SELECT 'rows: ' || count(*) FROM t HAVING count(*) <> 5
