INSERT INTO people VALUES ('nobody');
