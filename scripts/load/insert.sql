\set value random(0, 99999999) / 100.0
WITH written AS (INSERT INTO orders (@column@, note) VALUES (:value, 'inserted') RETURNING id)
INSERT INTO journal (key, side, value) SELECT id, '@side@', :value::text FROM written;
