SELECT format('%s %s', usename, umoptions) FROM pg_user_mappings
WHERE usename LIKE 'server_postgres_fdw_%'
  AND NOT umoptions @> CASE usename
    WHEN 'server_postgres_fdw_app' THEN ARRAY[E'password=ait\'s ${a} \\secretb']
    ELSE ARRAY[E'password=it\'s ${a} \\secret'] END
