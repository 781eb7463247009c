SELECT 'row lost' WHERE NOT EXISTS (SELECT FROM store.goods WHERE id = 1 AND code = '1')
