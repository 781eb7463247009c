INSERT INTO addresses (id, code) VALUES (1, DEFAULT), (2, '90210');
