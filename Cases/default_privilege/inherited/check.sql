SELECT 'more than declared' WHERE has_table_privilege('dpi_reader', 't', 'INSERT')
UNION ALL SELECT 'what a default gave was revoked' WHERE NOT has_table_privilege('dpi_writer', 't', 'INSERT')
