SELECT oprname FROM pg_operator WHERE oid >= 16384
