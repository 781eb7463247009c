SELECT 'lost: other' WHERE to_regclass('other.kept') IS NULL OR to_regtype('other.mood') IS NULL OR to_regprocedure('other.f()') IS NULL
UNION ALL SELECT 'lost: objects' WHERE to_regclass('other.s') IS NULL OR to_regtype('other.d') IS NULL OR to_regtype('other.c') IS NULL
UNION ALL SELECT 'lost: grant' WHERE NOT has_column_privilege('slu_stranger', 't', 'a', 'UPDATE') OR NOT has_table_privilege('slu_stranger', 'v', 'INSERT')
UNION ALL SELECT 'lost: select' WHERE NOT has_table_privilege('slu_stranger', 'v', 'SELECT')
UNION ALL SELECT 'lost: statistics' WHERE NOT EXISTS (SELECT FROM pg_statistic_ext WHERE stxname = 'st')
UNION ALL SELECT 'lost: rule' WHERE NOT EXISTS (SELECT FROM pg_rewrite WHERE rulename = 'r')
