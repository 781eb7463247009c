SELECT setval('t_id_seq', 41), setval('t_n_seq', 17);
