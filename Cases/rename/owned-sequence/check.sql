SELECT 'sequence started anew: ' || sequencename FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NULL
