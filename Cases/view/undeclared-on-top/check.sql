SELECT 'lost' WHERE to_regclass('apart.mine') IS NULL
