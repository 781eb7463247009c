INSERT INTO events VALUES (1, '2024-05-05', 'busy', 7), (2, '2025-05-05', 'web', 8);
