public import SchemaCore

extension RoleKind {
  /// All roles of the cluster but PostgreSQL's predefined ones.
  public static var catalog: CatalogQuery<Role>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT r.oid, r.rolname, r.rolconnlimit, r.rolcanlogin, r.rolsuper, r.rolcreatedb,
               r.rolcreaterole, r.rolinherit, r.rolbypassrls, r.rolreplication
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
        facts.addresses[ObjectAddress("pg_authid", row.int(0))] = role.id
        return role
      })
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
    return copy
  }
}
