ALTER ROLE rua_app CREATEDB VALID UNTIL '2030-01-01' PASSWORD 'x';
DO $$ BEGIN CREATE ROLE rua_stranger; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT rua_app TO rua_stranger;
