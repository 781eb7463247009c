CREATE SCHEMA apart;
CREATE VIEW apart.mine AS SELECT id FROM public.v;
