SELECT format('%s rows', count(*)) FROM events HAVING count(*) <> 700
UNION ALL SELECT 'no events_2024_kind_tenant_idx' WHERE to_regclass('idx_events_2024_kind_tenant') IS NULL
