SELECT 'default lost' WHERE NOT EXISTS (SELECT FROM notes WHERE slug = '1')
