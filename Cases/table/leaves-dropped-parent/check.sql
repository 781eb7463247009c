SELECT 'a row lost what it had from the parent' FROM l WHERE a IS DISTINCT FROM 1 OR id IS NULL
