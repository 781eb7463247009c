import SQLText
public import SchemaCore

/// The query of a view or materialized view `pg_class c` as it stands after AS.
let viewQuery = "btrim(pg_get_viewdef(c.oid), E' \\n;')"

extension ViewKind {
  public static var catalog: CatalogQuery<View>? {
    CatalogQuery(
      presence: .relations("v"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, c.relname, \(viewQuery), k.columns, c.reloptions
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN (
          SELECT a.attrelid, \(columnList) AS columns
          FROM pg_class v
          JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
          JOIN pg_type t ON t.oid = a.atttypid
          WHERE v.relkind = 'v' AND v.oid >= 16384
          GROUP BY a.attrelid
        ) k ON k.attrelid = c.oid
        WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """
      },
      decode: { row, facts in
        var view = View(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          query: row.text(3))
        view.columns = row.text(4)
        view.options = options(row.array(5))
        facts.addresses[ObjectAddress("pg_class", row.int(0))] = view.id
        return view
      })
  }

  /// What CREATE OR REPLACE VIEW compares: names, types and collations of the columns, from
  /// `pg_attribute a` and `pg_type t`.
  static let columnList = """
    string_agg(
      quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attcollation <> t.typcollation
                THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
      ', ' ORDER BY a.attnum)
    """

  private static func options(_ entries: [String]) -> View.Options {
    var options = View.Options()
    for entry in entries {
      let sides = entry.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { continue }
      switch sides[0] {
      case "security_barrier": options.securityBarrier = isTrue(sides[1])
      case "security_invoker": options.securityInvoker = isTrue(sides[1])
      case "check_option": options.checkOption = View.CheckOption(rawValue: sides[1]) ?? .none
      default: break
      }
    }
    return options
  }

  /// Options keep the spelling that they were given: any that `parse_bool` takes.
  private static func isTrue(_ text: String) -> Bool {
    let word = text.lowercased()
    return word == "on" || word == "1"
      || !word.isEmpty && ("true".hasPrefix(word) || "yes".hasPrefix(word))
  }

  /// The query is built as a temporary view, whose columns are the new ones too.
  public static func probe(
    _ declared: View, against live: View, in context: PlanContext
  ) -> Probe? {
    let name = quotedIdentifier(declared.name.name)
    return Probe(
      schema: declared.name.schema,
      setup: [creation(of: declared, named: name, in: context)],
      question: """
        SELECT \(viewQuery), \(columnList)
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.oid = \(quotedLiteral("pg_temp.\(name)"))::regclass
        GROUP BY c.oid
        """)
  }
  /// Where tables get columns in this run, the query may work on twins that have them already.
  ///
  /// The block is there for its EXCEPTION alone, which no other statement has.
  private static func creation(
    of view: View, named name: String, in context: PlanContext
  ) -> String {
    let name = name + view.ownColumnList
    let plain = "CREATE TEMP VIEW \(name) AS \(view.query)"
    guard let growing = GrowingTables(below: view, in: context) else { return plain }
    func execution(_ statement: String) -> String { "EXECUTE \(quotedLiteral(statement));" }
    let instead = growing.statements(making: name, as: view.query, from: view.name.schema)
    let block = """
      BEGIN
        \(execution(plain))
      EXCEPTION WHEN OTHERS THEN
        \(instead.map(execution).joined(separator: "\n  "))
      END
      """
    return "DO LANGUAGE plpgsql \(dollarQuoted(block))"
  }
}
