import SQLText
public import SchemaCore

extension OwnerKind {
  /// The owners of objects that aren't the connection's role's own, by the objects' addresses.
  ///
  /// Must be decoded after the kinds that have owners and before the grants on them.
  public static var catalog: CatalogQuery<Owner>? {
    CatalogQuery(
      sql: { _ in query },
      decode: { row, facts in
        guard let target = facts.addresses[ObjectAddress(row.text(0), row.int(1))],
          // The constructors of a range type have an owner of their own, which follows nobody.
          target.kind != .rangeType || row.text(0) == "pg_type"
        else { return nil }
        facts.owners[target] = row.text(2)
        return Owner(of: target, role: row.text(2))
      })
  }

  private static var query: String {
    let parts = catalogs.map { catalog, prefix, condition in
      """
      SELECT '\(catalog)'::text, x.oid, r.rolname
      FROM \(catalog) x JOIN pg_roles r ON r.oid = x.\(prefix)owner
      WHERE r.rolname <> current_user AND \(condition)
      """
    }
    return parts.joined(separator: "\nUNION ALL\n") + "\nORDER BY 1, 2"
  }

  /// Each catalog with owners, the prefix of its columns, and what a project can't own.
  ///
  /// A part of a table (an index, a toast table, a row type) has its table's owner.
  private static let catalogs: [(name: String, prefix: String, condition: String)] = [
    ("pg_class", "rel", "x.oid >= 16384 AND x.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"),
    ("pg_proc", "pro", "x.oid >= 16384"),
    (
      "pg_type", "typ",
      "x.oid >= 16384 AND x.typelem = 0 AND x.typtype <> 'm' "
        + "AND (x.typrelid = 0 OR x.typtype = 'c')"
    ),
    ("pg_namespace", "nsp", userSchemaFilter("x")),
    ("pg_language", "lan", "x.oid >= 16384"),
    ("pg_collation", "coll", "x.oid >= 16384"),
    ("pg_operator", "opr", "x.oid >= 16384"),
    ("pg_opclass", "opc", "x.oid >= 16384"),
    ("pg_opfamily", "opf", "x.oid >= 16384"),
    ("pg_conversion", "con", "x.oid >= 16384"),
    ("pg_ts_config", "cfg", "x.oid >= 16384"),
    ("pg_ts_dict", "dict", "x.oid >= 16384"),
    ("pg_statistic_ext", "stx", "true"),
    ("pg_foreign_data_wrapper", "fdw", "true"),
    ("pg_foreign_server", "srv", "true"),
    ("pg_event_trigger", "evt", "true"),
    ("pg_publication", "pub", "true"),
  ]
}

extension PlanContext {
  /// Returns the name of the role that owns an object once owners are as declared.
  func ownerName(of target: ObjectID) -> String {
    (declared.object(Owner.id(of: target), as: Owner.self)
      ?? live.object(Owner.id(of: target), as: Owner.self))?.role ?? facts.currentRole
  }
}
