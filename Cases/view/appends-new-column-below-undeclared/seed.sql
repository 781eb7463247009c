CREATE SCHEMA apart;
CREATE VIEW apart.mine AS SELECT id FROM public.v;
CREATE VIEW apart.other AS SELECT id FROM public.w;
