-- Tens are for delete.sql; some rows are written much more often than others.
\set hot random(1, 100)
\set key random(0, CASE WHEN :hot <= 20 THEN 19 ELSE :rows / 10 - 1 END) * 10 + random(1, 9)
\set value random(0, 99999999) / 100.0
WITH written AS (UPDATE orders SET @column@ = :value WHERE id = :key RETURNING id)
INSERT INTO journal (key, side, value) SELECT id, '@side@', :value::text FROM written;
