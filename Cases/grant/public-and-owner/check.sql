SELECT 'PUBLIC may call g' WHERE has_function_privilege('gpo_app', 'g()', 'EXECUTE')
UNION ALL SELECT 'PUBLIC may not call f' WHERE NOT has_function_privilege('gpo_app', 'f()', 'EXECUTE')
UNION ALL SELECT 'the owner kept ' || privilege_type FROM pg_class c, aclexplode(relacl) g WHERE c.oid = 't'::regclass AND g.grantee = c.relowner
