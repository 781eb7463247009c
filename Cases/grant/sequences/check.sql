SELECT 'still readable' WHERE has_sequence_privilege('gs_reader', 't_id_seq', 'SELECT')
