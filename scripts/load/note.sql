-- Touches neither column; the row may move behind the backfill.
\set key random(0, :rows / 10 - 1) * 10 + random(1, 9)
UPDATE orders SET note = 'touched' WHERE id = :key;
