import SQLText
public import SchemaCore

extension OperatorFamilyKind {
  public static var catalog: CatalogQuery<OperatorFamily>? {
    CatalogQuery(
      presence: .rows(of: "pg_opfamily"),
      sql: { _ in
        """
        SELECT f.oid, n.nspname, f.opfname, m.amname, \(OperatorMembers.columns)
        FROM pg_opfamily f
        JOIN pg_namespace n ON n.oid = f.opfnamespace
        JOIN pg_am m ON m.oid = f.opfmethod
        \(OperatorMembers.ofFamily)
        WHERE f.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_opfamily'::regclass
                          AND e.objid = f.oid AND e.deptype = 'e')
        ORDER BY n.nspname, f.opfname, m.amname
        """
      },
      decode: { row, facts in
        var family = OperatorFamily(
          name: QualifiedName(schema: row.text(1), name: row.text(2)), method: row.text(3))
        family.members = OperatorMembers(row, from: 4)
        facts.addresses[ObjectAddress("pg_opfamily", row.int(0))] = family.id
        return family
      })
  }

  public static func normalized(
    _ family: OperatorFamily, in context: NormalizationContext
  ) -> OperatorFamily {
    var copy = family
    let live = context.live.object(family.id, as: OperatorFamily.self)
    copy.members = family.members.normalized(
      following: live?.members, in: family.name.schema, context)
    return copy
  }
}
