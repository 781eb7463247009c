CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_default PARTITION OF events DEFAULT;
INSERT INTO events (id, at, kind) VALUES (1, '2026-05-05', 'x'), (2, '2020-01-01', 'y');
