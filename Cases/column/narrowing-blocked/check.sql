SELECT 'missing' WHERE to_regclass('other') IS NULL
