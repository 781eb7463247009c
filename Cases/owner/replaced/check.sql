SELECT 'v lost its owner' FROM pg_class WHERE oid = 'v'::regclass AND relowner <> 'orp_app'::regrole
UNION ALL SELECT 'f lost its owner' FROM pg_proc WHERE proname = 'f' AND proowner <> 'orp_app'::regrole
