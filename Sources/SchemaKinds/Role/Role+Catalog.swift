import SQLText
public import SchemaCore

extension RoleKind {
  /// All roles of the cluster but PostgreSQL's predefined ones.
  public static var catalog: CatalogQuery<Role>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT r.oid, r.rolname, r.rolconnlimit, r.rolcanlogin, r.rolsuper, r.rolcreatedb,
               r.rolcreaterole, r.rolinherit, r.rolbypassrls, r.rolreplication,
               \(moment("r.rolvaliduntil"))
        FROM pg_roles r
        WHERE r.rolname !~ '^pg_'
        ORDER BY r.rolname
        """
      },
      decode: { row, facts in
        var role = Role(name: row.text(1))
        role.connectionLimit = .set(row.int(2))
        for (index, attribute) in Role.attributes.enumerated() {
          role[keyPath: attribute.path] = .set(row.bool(3 + index))
        }
        role.validUntil = .set(row.optional(3 + Role.attributes.count) ?? "")
        facts.addresses[ObjectAddress("pg_authid", row.int(0))] = role.id
        return role
      })
  }

  /// A moment in one spelling, whatever the session's settings.
  private static func moment(_ value: String) -> String {
    """
    CASE WHEN isfinite(\(value))
         THEN to_char(\(value) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"+00"')
         ELSE \(value)::text END
    """
  }

  public static func probe(
    _ declared: Role, against live: Role, in context: PlanContext
  ) -> Probe? {
    guard let moment = declared.validUntil.value, !moment.isEmpty else { return nil }
    let value = "\(quotedLiteral(moment))::timestamptz"
    return Probe(schema: "", setup: [], question: "SELECT \(Self.moment(value))")
  }

  /// What is left as it is takes the live value, or what CREATE ROLE gives a new role.
  public static func normalized(_ declared: Role, in context: NormalizationContext) -> Role {
    let live = context.live.object(declared.id, as: Role.self)
    var copy = declared
    for attribute in Role.attributes where copy[keyPath: attribute.path] == .leftAsIs {
      copy[keyPath: attribute.path] =
        live?[keyPath: attribute.path] ?? .set(attribute.isDefault)
    }
    if copy.connectionLimit == .leftAsIs {
      copy.connectionLimit = live?.connectionLimit ?? .set(Role.unlimitedConnections)
    }
    if copy.validUntil == .leftAsIs { copy.validUntil = live?.validUntil ?? .set("") }
    // A password without an end and one that ends at infinity are the same.
    if live?.validUntil == .set(""), copy.validUntil == .set("infinity") {
      copy.validUntil = .set("")
    }
    return copy
  }
}
