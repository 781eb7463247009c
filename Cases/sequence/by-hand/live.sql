CREATE SEQUENCE counter START 100;
CREATE TABLE t (
  id bigint PRIMARY KEY,
  n int DEFAULT nextval('counter'));
