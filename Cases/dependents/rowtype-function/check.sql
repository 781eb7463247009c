SELECT 'view wrong' WHERE (SELECT count(*) FROM grown) <> 1
