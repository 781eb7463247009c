SELECT format('%s points', count(*)) FROM points HAVING count(*) <> 50
UNION ALL SELECT format('%s words', count(*)) FROM words HAVING count(*) <> 3
