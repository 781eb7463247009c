SELECT 'still granted to PUBLIC' FROM pg_class, aclexplode(relacl) g WHERE oid = 't'::regclass AND g.grantee = 0 AND g.privilege_type = 'SELECT'
UNION ALL SELECT 'b still readable' WHERE has_column_privilege('gf_one', 't', 'b', 'SELECT')
