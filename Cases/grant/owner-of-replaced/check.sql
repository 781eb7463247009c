SELECT 'the stranger''s grant is lost' WHERE NOT has_table_privilege('gor_stranger', 'v', 'SELECT')
