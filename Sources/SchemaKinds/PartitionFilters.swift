/// The partitions that a plan takes off their parents, as OIDs: what they have from a parent is
/// read as their own, since they keep it.
public let detachedSetting = "schema_flow.detached"

/// Returns the condition that a relation is among the partitions that the plan detaches.
///
/// The setting is read once a query, not once a row.
func isDetached(_ alias: String) -> String {
  """
  (\(alias).relispartition AND \(alias).oid = ANY (ARRAY(
     SELECT unnest(nullif(current_setting('\(detachedSetting)', true), '')::oid[]))))
  """
}

/// Returns the condition that an index is a relation's own rather than part of its parent's.
func ownParts(_ index: String, of relation: String) -> String {
  "(NOT \(index).relispartition OR \(isDetached(relation)))"
}
