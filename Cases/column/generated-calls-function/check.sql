SELECT 'not computed anew' FROM t WHERE slug <> 'HELLO-'
