SELECT 'lost' FROM people WHERE (home).street <> 'a' OR (others[1]).street <> 'b'
