SELECT wanted FROM unnest(ARRAY['stretch', 'stretch_multirange']) wanted
WHERE NOT EXISTS (SELECT FROM pg_proc WHERE proname = wanted)
