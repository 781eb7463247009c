-- Prints the rows that are not what the application wrote last, at most ten of them.
-- :column is the column to look at, :rows how many rows there were at first.
WITH last AS (
  SELECT DISTINCT ON (key) key, side, value FROM journal ORDER BY key, id DESC
), expected AS (
  SELECT coalesce(last.key, seeded.key) AS key, coalesce(last.side, 'seed') AS side,
    CASE WHEN last.key IS NULL THEN (seeded.key % 100000)::text || '.25' ELSE last.value END
      AS value
  FROM generate_series(1, :rows) AS seeded(key) FULL JOIN last ON last.key = seeded.key
)
SELECT format('key %s: %s wrote %s, the table has %s', coalesce(key, id), side, value,
  CASE WHEN id IS NULL THEN 'no such row' ELSE coalesce(:"column"::text, 'NULL') END)
FROM expected FULL JOIN orders ON id = key
WHERE CASE WHEN side = 'delete' THEN id IS NOT NULL
  ELSE key IS NULL OR id IS NULL OR value::numeric IS DISTINCT FROM :"column"::numeric END
LIMIT 10
