SELECT 'value lost' FROM t WHERE s <> 'open' OR many <> '{open}'
