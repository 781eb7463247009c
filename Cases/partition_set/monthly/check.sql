SELECT 'premake is ' || premake || ', retention ' || coalesce(retention, 'none')
FROM partman.part_config
WHERE parent_table = 'public.readings' AND (premake <> 4 OR retention NOT LIKE '6 mon%')
