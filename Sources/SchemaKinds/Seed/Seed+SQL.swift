import SQLText
import SchemaCore

/// Writes seed values and comparisons in the types of a table's declared columns.
struct SeedSQL {
  private let table: QualifiedName
  private let columns: [String: Column]

  init(_ table: QualifiedName, in declared: Snapshot) {
    self.table = table
    let columns = declared.parts(of: Table.id(table), as: Column.self)
    self.columns = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  // MARK: Values

  /// Returns the clause without which a column that is always its identity takes no value.
  func overriding(_ row: Seed.Row) -> String {
    let isNeeded = row.cells.contains { columns[$0.column]?.identity?.generation == .always }
    return isNeeded ? " OVERRIDING SYSTEM VALUE" : ""
  }

  /// Returns a cell's value as SQL, cast to its column's type.
  func value(_ cell: Seed.Cell) -> String {
    guard let type = columns[cell.column]?.type else { return text(cell.value, isJSON: false) }
    return text(cell.value, isJSON: SeedSQL.isJSON(type)) + "::" + SeedSQL.castType(type)
  }

  private func text(_ value: SeedValue, isJSON: Bool) -> String {
    switch value {
    case .null: "NULL"
    case .scalar(let text, _): quotedLiteral(text)
    case .sql(let text): ConstraintSQL.parenthesized(text)
    case .list(let items) where !isJSON:
      items.isEmpty
        ? "'{}'" : "ARRAY[\(items.map { self.text($0, isJSON: false) }.joined(separator: ", "))]"
    case .list, .map:
      value.expressions.isEmpty ? quotedLiteral(value.json) : SeedSQL.builtJSON(value)
    }
  }

  /// JSON that has SQL in it is put together by the server.
  private static func builtJSON(_ value: SeedValue) -> String {
    switch value {
    case .sql(let text): return ConstraintSQL.parenthesized(text)
    case .list(let items) where !value.expressions.isEmpty:
      return "jsonb_build_array(\(items.map(builtJSON).joined(separator: ", ")))"
    case .map(let entries) where !value.expressions.isEmpty:
      let pairs = entries.map { "\(quotedLiteral($0.key)), \(builtJSON($0.value))" }
      return "jsonb_build_object(\(pairs.joined(separator: ", ")))"
    default: return "\(quotedLiteral(value.json))::jsonb"
    }
  }

  /// A cast to `varchar(5)` cuts silently where an INSERT refuses (manual, section 8.3), so
  /// texts and bit strings are cast without their length.
  private static func castType(_ type: TypeName) -> String {
    guard type.isBuiltIn else { return type.sql }
    var type = type
    switch type.name {
    case "character varying", "bit varying": type.modifiers = ""
    case "character": (type.name, type.modifiers) = ("bpchar", "")
    case "bit": (type.name, type.modifiers) = ("bit varying", "")
    default: break
    }
    return type.sql
  }

  private static func isJSON(_ type: TypeName) -> Bool {
    type.isBuiltIn && !type.isArray && (type.name == "json" || type.name == "jsonb")
  }

  // MARK: Comparisons

  /// Returns the condition under which a live row `t` has what a cell of `v` says.
  ///
  /// IS NOT DISTINCT FROM can use no index and no hash, so it stands only where a value may
  /// turn out to be NULL.
  func comparison(_ cell: Seed.Cell) -> String {
    let column = columns[cell.column]
    let cast = column.map { SeedSQL.comparableCast($0.type) } ?? ""
    let name = quotedIdentifier(cell.column)
    switch cell.value {
    case .null: return "t.\(name) IS NULL"
    case .sql where column?.isNullable != false:
      return "t.\(name)\(cast) IS NOT DISTINCT FROM v.\(name)\(cast)"
    default: return "t.\(name)\(cast) = v.\(name)\(cast)"
    }
  }

  /// Types without an equality of their own, or with one that isn't equality.
  private static func comparableCast(_ type: TypeName) -> String {
    guard type.isBuiltIn else { return "" }
    let suffix = type.isArray ? "[]" : ""
    switch type.name {
    case "json": return "::jsonb\(suffix)"
    case "xml", "point", "line", "lseg", "box", "path", "polygon", "circle":
      return "::text\(suffix)"
    default: return ""
    }
  }

  // MARK: Rows

  /// The column of `v` that holds a row's place in the seed.
  static let place = "_sf_row"

  /// Returns `(VALUES ...) AS v (place, columns)` for rows that give the same columns.
  func values(_ rows: [(index: Int, cells: [Seed.Cell])]) -> String {
    let lists = rows.map { row in
      "(\(([String(row.index)] + row.cells.map(value)).joined(separator: ", ")))"
    }
    let names = [SeedSQL.place] + (rows.first?.cells ?? []).map { quotedIdentifier($0.column) }
    return "(VALUES \(lists.joined(separator: ", "))) AS v (\(names.joined(separator: ", ")))"
  }

  /// Returns the condition under which a row of `v` is live.
  func existence(_ cells: [Seed.Cell]) -> String {
    let conditions = cells.map(comparison).joined(separator: " AND ")
    return "EXISTS (SELECT FROM \(table.sql) AS t WHERE \(conditions))"
  }
}
