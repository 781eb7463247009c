import SQLText
public import SchemaCore

extension CollationKind {
  /// Collations that fit the database's encoding (-1 fits all).
  ///
  /// The locale of icu is `colliculocale` in 15 and 16 and `colllocale` from 17 on, where the
  /// builtin provider has it too.
  public static var catalog: CatalogQuery<Collation>? {
    CatalogQuery(
      presence: .rows(of: "pg_collation"),
      sql: { version in
        """
        SELECT c.oid, n.nspname, c.collname, c.collprovider, \(locale("c", version)),
               c.collcollate, c.collctype, c.collisdeterministic,
               \(version >= 160_000 ? "c.collicurules" : "NULL")
        FROM pg_collation c
        JOIN pg_namespace n ON n.oid = c.collnamespace
        WHERE c.oid >= 16384 AND \(userSchemaFilter("n"))
          AND c.collencoding IN (
            -1, (SELECT encoding FROM pg_database WHERE datname = current_database()))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_collation'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.collname
        """
      },
      decode: { row, facts in
        var collation = Collation(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          provider: provider(row.text(3)))
        collation.locale = row.text(4)
        collation.collate = row.text(5)
        collation.characterType = row.text(6)
        collation.isDeterministic = row.bool(7)
        collation.rules = row.text(8)
        facts.addresses[ObjectAddress("pg_collation", row.int(0))] = collation.id
        return collation
      })
  }

  private static func locale(_ alias: String, _ version: Int) -> String {
    version >= 170_000
      ? "\(alias).colllocale" : version >= 150_000 ? "\(alias).colliculocale" : "NULL"
  }

  private static func provider(_ letter: String) -> Collation.Provider {
    switch letter {
    case "i": .icu
    case "b": .builtin
    default: .libc
    }
  }

  /// Makes the collation in the temporary schema.
  public static func probe(
    _ declared: Collation, against live: Collation, in context: PlanContext
  ) -> Probe? {
    guard declared.provider != .libc else { return nil }
    var copy = declared
    copy.name.schema = "pg_temp"
    return Probe(
      schema: declared.name.schema, setup: [creation(of: copy).sql],
      question: """
        SELECT \(locale("c", context.serverVersion)) FROM pg_collation c
        WHERE c.collnamespace = pg_my_temp_schema()
          AND c.collname = \(quotedLiteral(copy.name.name))
        """)
  }
}
