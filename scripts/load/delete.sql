-- Each ten once, all over the table.
WITH written AS (
  DELETE FROM orders
  WHERE id = (SELECT (nextval('doomed') * 7919 % (:rows / 10) + 1) * 10) RETURNING id
)
INSERT INTO journal (key, side) SELECT id, 'delete' FROM written;
