SELECT 'leaf ' || child FROM aa_leaf WHERE child <> 12
