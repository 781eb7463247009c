SELECT 'root has uid ' || coalesce(min(uid)::text, 'none') FROM passwd WHERE login = 'root' HAVING min(uid) IS DISTINCT FROM 0
