INSERT INTO t (room, during, cancelled) VALUES (1, '[2020-01-01,2020-02-01)', false);
