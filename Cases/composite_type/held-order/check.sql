SELECT 'lost' FROM t WHERE (p).first <> 1 OR (p).second <> 'a'
