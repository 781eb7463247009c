SELECT relname FROM pg_class WHERE relname IN ('t', 'v', 'm', 't_id_seq') AND relowner <> 'oc_two'::regrole
UNION ALL SELECT proname FROM pg_proc WHERE proname = 'f' AND proowner <> 'oc_two'::regrole
UNION ALL SELECT typname FROM pg_type WHERE typname = 'mood' AND typowner <> 'oc_two'::regrole
