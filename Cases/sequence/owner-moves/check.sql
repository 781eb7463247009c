SELECT 'the place is lost' WHERE nextval('numbers') <> 8 OR nextval('kept') <> 2
