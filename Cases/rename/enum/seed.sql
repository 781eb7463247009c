INSERT INTO parcels VALUES (1, 'sent', 'sent'), (2, 'open', 'x');
