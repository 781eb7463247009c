-- Two rows in one transaction, the later one first: the opposite of the backfill's order.
\set low random(0, :rows / 20 - 1) * 10 + random(1, 9)
\set high :low + random(1, :rows / 20) * 10
\set value random(0, 99999999) / 100.0
BEGIN;
WITH written AS (UPDATE orders SET @column@ = :value WHERE id = :high RETURNING id)
INSERT INTO journal (key, side, value) SELECT id, '@side@', :value::text FROM written;
WITH written AS (UPDATE orders SET @column@ = :value WHERE id = :low RETURNING id)
INSERT INTO journal (key, side, value) SELECT id, '@side@', :value::text FROM written;
COMMIT;
