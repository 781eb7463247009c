CREATE ROLE orp_app;
GRANT USAGE ON SCHEMA public TO orp_app;
ALTER VIEW v OWNER TO orp_app;
ALTER FUNCTION f(int) OWNER TO orp_app;
