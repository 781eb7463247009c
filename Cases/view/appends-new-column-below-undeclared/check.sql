SELECT 'lost' WHERE to_regclass('apart.mine') IS NULL OR to_regclass('apart.other') IS NULL
