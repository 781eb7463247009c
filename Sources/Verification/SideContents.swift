import Postgres
import SQLText

/// What a side has to be compared: its tables and sequences.
struct SideContents: Sendable {
  var tables: [QualifiedName: Relation] = [:]
  /// The tables that sequences belong to, by sequence; nil for those of no table.
  var sequences: [QualifiedName: QualifiedName?] = [:]

  /// Reads what the tables of a database, or of one of its schemas, are made of.
  static func read(
    over connection: Connection, schema: String?
  ) async throws(PostgresError) -> SideContents {
    let queries = [typesQuery, tablesQuery, partsQuery, keysQuery, sequencesQuery]
    let outcomes = try await connection.pipeline([
      queries.map { Statement($0, $0.contains("$1") ? [schema] : []) }
    ])[0]
    var results: [QueryResult] = []
    for outcome in outcomes { results.append(try outcome.get()) }
    var contents = SideContents()
    var names: [String: QualifiedName] = [:]
    contents.takeTables(results[1], types: types(results[0]), names: &names)
    contents.takeParts(results[2], names)
    contents.takeKeys(results[3], names)
    contents.takeSequences(results[4])
    return contents
  }

  /// Whether the database has a schema.
  static func hasSchema(
    _ name: String, over connection: Connection
  ) async throws(PostgresError) -> Bool {
    let result = try await connection.query("SELECT to_regnamespace(quote_ident($1))", [name])
    return !result.isNull(0, 0)
  }

  private static func types(_ result: QueryResult) -> TypeCatalog {
    var types = TypeCatalog()
    for row in 0..<result.rowCount {
      func text(_ column: Int) -> String { result[row, column] ?? "" }
      types.add(
        Int(text(0)) ?? 0,
        TypeCatalog.Entry(
          schema: text(1), name: text(2), formatted: text(3), kind: text(4),
          base: Int(text(5)) ?? 0, element: Int(text(6)) ?? 0))
    }
    return types
  }

  private mutating func takeTables(
    _ result: QueryResult, types: TypeCatalog, names: inout [String: QualifiedName]
  ) {
    for row in 0..<result.rowCount {
      func text(_ column: Int) -> String { result[row, column] ?? "" }
      let name = QualifiedName(schema: text(1), name: text(2))
      if tables[name] == nil {
        names[text(0)] = name
        tables[name] = Relation(
          name: name, isPartitioned: text(3) == "p", parts: [], columns: [:], keys: [])
      }
      guard let column = result[row, 4] else { continue }
      tables[name]?.columns[column] = RelationColumn(
        name: column, value: "\(quotedIdentifier(name.name)).\(quotedIdentifier(column))",
        type: types.type(Int(text(5)) ?? 0, formatted: text(6)), typeName: text(7),
        hasLooseCollation: text(8) == "t")
    }
  }

  private mutating func takeParts(_ result: QueryResult, _ names: [String: QualifiedName]) {
    for row in 0..<result.rowCount {
      guard let name = names[result[row, 0] ?? ""] else { continue }
      tables[name]?.parts.append(
        Relation.Part(
          name: result[row, 1] ?? "", pageCount: result[row, 2].flatMap { Int($0) } ?? 0,
          hasPlaces: result[row, 3] == "t"))
    }
  }

  /// Takes unique keys, whose columns come one on a row, in order of preference.
  private mutating func takeKeys(_ result: QueryResult, _ names: [String: QualifiedName]) {
    var last: String?
    for row in 0..<result.rowCount {
      guard let name = names[result[row, 0] ?? ""], let column = result[row, 2] else { continue }
      if result[row, 1] != last { tables[name]?.keys.append([]) }
      last = result[row, 1]
      if let index = tables[name]?.keys.indices.last { tables[name]?.keys[index].append(column) }
    }
  }

  private mutating func takeSequences(_ result: QueryResult) {
    for row in 0..<result.rowCount {
      let name = QualifiedName(schema: result[row, 0] ?? "", name: result[row, 1] ?? "")
      let owner: QualifiedName? =
        if let table = result[row, 3] {
          QualifiedName(schema: result[row, 2] ?? "", name: table)
        } else { nil }
      sequences.updateValue(owner, forKey: name)
    }
  }
}
