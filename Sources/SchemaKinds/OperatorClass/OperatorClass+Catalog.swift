import SQLText
public import SchemaCore

extension OperatorClassKind {
  public static var catalog: CatalogQuery<OperatorClass>? {
    CatalogQuery(
      presence: .rows(of: "pg_opclass"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, c.opcname, m.amname, format_type(c.opcintype, NULL), fn.nspname,
               f.opfname, c.opcdefault, format_type(nullif(c.opckeytype, 0), NULL),
               \(OperatorMembers.columns)
        FROM pg_opclass c
        JOIN pg_namespace n ON n.oid = c.opcnamespace
        JOIN pg_am m ON m.oid = c.opcmethod
        JOIN pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_namespace fn ON fn.oid = f.opfnamespace
        \(OperatorMembers.ofClass)
        WHERE c.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_opclass'::regclass
                          AND e.objid = c.oid AND e.deptype = 'e')
        ORDER BY n.nspname, c.opcname, m.amname
        """
      },
      decode: { row, facts in
        var value = OperatorClass(
          name: QualifiedName(schema: row.text(1), name: row.text(2)), method: row.text(3),
          type: TypeName(formatted: row.text(4)).ofArgument)
        value.family = QualifiedName(schema: row.text(5), name: row.text(6))
        value.isDefault = row.bool(7)
        value.storage = row.optional(8).map { TypeName(formatted: $0).ofArgument }
        value.members = OperatorMembers(row, from: 9)
        facts.addresses[ObjectAddress("pg_opclass", row.int(0))] = value.id
        return value
      })
  }

  public static func normalized(
    _ value: OperatorClass, in context: NormalizationContext
  ) -> OperatorClass {
    var copy = value
    let schema = value.name.schema
    let live = context.live.object(value.id, as: OperatorClass.self)
    copy.type = context.resolved(value.type, in: schema)
    copy.storage = value.storage.map { context.resolved($0, in: schema) }
    // What an index keeps is the type itself unless it is another one.
    if copy.storage == copy.type { copy.storage = nil }
    if value.family.schema.isEmpty {
      let places = [schema, context.defaultSchema, "public"].map { value.family.inSchema($0) }
      copy.family =
        places.first {
          let id = OperatorFamily.id($0, method: value.method)
          return context.declared.contains(id) || context.live.contains(id)
        } ?? following(live?.family, value.family) ?? value.family
    }
    copy.members = value.members.normalized(following: live?.members, in: schema, context)
    return copy
  }
}
