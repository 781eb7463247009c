public import SchemaCore
public import SourceText

/// Comments: `comment` of every object, decoded by the object's own kind.
public enum CommentKind: ObjectKind {
  public typealias Object = Comment
  public static var id: KindID { .comment }
  public static var places: [YAMLPlace] { [] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {}

  /// Comments by the address of what they describe.
  ///
  /// Must be decoded after all other kinds: an address that none of them registered is an
  /// object that the tool doesn't know, or one that belongs to an extension or a partition.
  /// Comments of initdb's own objects are left out but for schemas and extensions.
  public static var catalog: CatalogQuery<Comment>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT d.objoid, d.classoid::regclass::text, d.objsubid, d.description,
               coalesce(n.nspname, e.extname), a.attname
        FROM pg_description d
        LEFT JOIN pg_namespace n ON d.classoid = 'pg_namespace'::regclass AND n.oid = d.objoid
                               AND \(userSchemaFilter("n"))
        LEFT JOIN pg_extension e ON d.classoid = 'pg_extension'::regclass AND e.oid = d.objoid
        LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0
                                AND a.attrelid = d.objoid AND a.attnum = d.objsubid
        WHERE d.objoid >= 16384 OR n.oid IS NOT NULL OR e.oid IS NOT NULL
        UNION ALL
        SELECT d.objoid, 'pg_authid', 0, d.description, r.rolname, NULL
        FROM pg_shdescription d JOIN pg_roles r ON r.oid = d.objoid
        WHERE d.classoid = 'pg_authid'::regclass
        ORDER BY 2, 1, 3
        """
      },
      decode: { row, facts in
        target(of: row, facts).map { Comment(target: $0, text: row.text(3)) }
      })
  }

  private static func target(of row: Row, _ facts: LiveFacts) -> ObjectID? {
    switch row.text(1) {
    case "pg_namespace": return ObjectID(.schema, row.text(4))
    case "pg_extension": return ObjectID(.extension, row.text(4))
    case "pg_authid": return ObjectID(.role, row.text(4))
    default: break
    }
    guard let object = facts.addresses[ObjectAddress(row.text(1), row.int(0))] else { return nil }
    // A comment on a range type's constructor isn't one on the type.
    if object.kind == .rangeType, row.text(1) != "pg_type" { return nil }
    if row.int(2) == 0 { return object }
    guard let part = row.optional(5) else { return nil }
    switch object.kind {
    case .table:
      let address = ObjectAddress(row.text(1), row.int(0), column: row.int(2))
      let isParents = facts.partitions.contains(object) && facts.addresses[address] == nil
      return isParents
        ? PartitionColumn.id(part, of: object.qualifiedName)
        : Column.id(part, of: object.qualifiedName)
    case .compositeType: return Attribute.id(part, of: object.qualifiedName)
    case .view, .materializedView:
      var target = object
      target.member = part
      return target
    default: return nil
    }
  }
}
