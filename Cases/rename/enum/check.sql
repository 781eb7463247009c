SELECT 'row lost' WHERE NOT EXISTS (SELECT FROM parcels WHERE id = 1 AND state = 'shipped' AND note = 'sent')
