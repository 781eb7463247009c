CREATE DOMAIN email AS text;
CREATE TABLE people (mail email);
INSERT INTO people VALUES ('nobody');
ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%') NOT VALID;
