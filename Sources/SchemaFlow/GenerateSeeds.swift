import Catalog
import Postgres
import SQLText
import SchemaCore
import SchemaKinds
import YAMLSource

/// Reads the rows of tables as seeds.
struct SeedReading {
  let context: PlanContext
  let connection: Connection

  /// Returns the tables that users name; all that aren't there are reported together.
  func tables(named names: [String]) throws(WorkflowError) -> [Table] {
    var tables: [Table] = []
    var unknown: [String] = []
    for text in names {
      let name = QualifiedName(text)?.inSchema(context.defaultSchema)
      if let name, let table = context.live.object(Table.id(name), as: Table.self) {
        if !tables.contains(table) { tables.append(table) }
      } else {
        unknown.append("'\(text)'")
      }
    }
    guard unknown.isEmpty else {
      throw .project(
        ProjectProblems(
          "unknown-table",
          "there is no table \(unknown.joined(separator: ", ")) to take seeds from"))
    }
    return tables
  }

  /// Returns the file with a table's rows in the order of its key, nil for an empty table.
  func file(of table: Table) async throws(PostgresError) -> GeneratedProject.File? {
    let columns = context.live.parts(of: table.id, as: Column.self).filter {
      $0.generatedExpression.isEmpty
    }
    guard !columns.isEmpty else { return nil }
    let rows = try await rows(of: table, columns)
    guard !rows.isEmpty else { return nil }
    let draft = ProjectDraft(defaultSchema: context.defaultSchema)
    var entries = draft.nameEntries("table", table.name)
    entries.add("seeds", .list(rows))
    return GeneratedProject.File(
      path: "seeds/\(draft.fileName(of: table.name))",
      text: emitYAML(YAMLValue.mapping(entries).emitted))
  }

  /// The settings make the texts of values the same whoever asks.
  private func rows(
    of table: Table, _ columns: [Column]
  ) async throws(PostgresError) -> [YAMLValue] {
    let list = columns.map { "t.\(quotedIdentifier($0.name))::text" }
    let result = try await connection.query(
      """
      WITH settings AS MATERIALIZED (
        SELECT set_config('DateStyle', 'ISO, YMD', false), set_config('TimeZone', 'UTC', false),
               set_config('IntervalStyle', 'postgres', false),
               set_config('extra_float_digits', '1', false),
               set_config('bytea_output', 'hex', false)
      )
      SELECT FROM settings
      """)
    precondition(result.rowCount == 1)
    let rows = try await connection.query(
      """
      SELECT \(list.joined(separator: ", ")) FROM ONLY \(table.name.sql) t
      ORDER BY \(order(of: table, columns))
      """)
    return rows.rows.map { row in
      .mapping(
        columns.enumerated().map { index, column in
          .init(column.name, SeedReading.value(row.optional(index), of: column.type))
        })
    }
  }

  /// By the primary key; without one by everything, as texts in byte order.
  private func order(of table: Table, _ columns: [Column]) -> String {
    let key = context.live.parts(of: table.id, as: PrimaryKey.self).first?.columns ?? []
    let texts: Set<String> = ["text", "character varying", "character", "name"]
    guard !key.isEmpty else {
      return columns.map { "t.\(quotedIdentifier($0.name))::text COLLATE \"C\"" }
        .joined(separator: ", ")
    }
    return key.map { name in
      let type = columns.first { $0.name == name }?.type
      let isText = type.map { $0.isBuiltIn && !$0.isArray && texts.contains($0.name) } ?? false
      return "t.\(quotedIdentifier(name))" + (isText ? " COLLATE \"C\"" : "")
    }.joined(separator: ", ")
  }

  /// A column's type reads the text; numbers and truth values need no quotes.
  private static func value(_ text: String?, of type: TypeName) -> YAMLValue {
    guard let text else { return .plain("null") }
    let numbers: Set<String> = [
      "smallint", "integer", "bigint", "numeric", "real", "double precision",
    ]
    let isDigits = text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
    guard type.isBuiltIn, !type.isArray else { return .text(text) }
    if type.name == "boolean" { return .bool(text == "true") }
    return numbers.contains(type.name) && isDigits ? .plain(text) : .text(text)
  }
}
