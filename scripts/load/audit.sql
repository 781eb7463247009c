-- Fails where a row that has both values has two different ones.
\set key random(0, CASE WHEN random(1, 100) <= 20 THEN 19 ELSE :rows / 10 - 1 END) * 10 + random(1, 9)
SELECT 1 / (total IS NULL OR total = amount::numeric)::int FROM orders WHERE id = :key;
