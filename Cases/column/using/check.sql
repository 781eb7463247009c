SELECT 'value is lost' FROM t WHERE NOT (flag AND extract(epoch FROM stamp) = 86400 AND n = 12)
