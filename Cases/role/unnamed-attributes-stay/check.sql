SELECT 'attribute lost' FROM pg_roles WHERE rolname = 'rua_app' AND NOT (rolcreatedb AND rolconnlimit = 5 AND rolvaliduntil IS NOT NULL)
UNION ALL SELECT 'membership of an undeclared role lost' WHERE NOT pg_has_role('rua_stranger', 'rua_app', 'MEMBER')
