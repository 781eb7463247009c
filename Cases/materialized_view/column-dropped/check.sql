SELECT 'not filled' WHERE (SELECT n FROM over) <> 1
