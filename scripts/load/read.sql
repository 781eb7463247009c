\set key random(1, :rows)
SELECT @column@ FROM orders WHERE id = :key;
