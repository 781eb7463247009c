-- Runs after everything else, and again only when this file changes. A scheduled job
-- calls the function from then on; rows of a month without a partition go to the default.
CREATE TABLE IF NOT EXISTS audit_log_default PARTITION OF audit_log DEFAULT;

SELECT ensure_audit_partitions(months_ahead => 3);
