/// A random table with its parts.
struct RandomTable: Sendable {
  struct Column: Sendable {
    var name: String
    var type: RandomType
    var isNullable = true
    var expression = ""
    /// The function that the default calls.
    var needs = ""
    /// The column that a generated one is computed from.
    var source = ""
    var comment = ""
  }

  /// A part whose text mentions columns.
  struct Part: Sendable {
    var name: String
    var columns: [String]
    var yaml: String
    /// The function or role that it needs.
    var needs = ""
  }

  struct ForeignKey: Sendable {
    var name: String
    var column: String
    var target: String
    var targetName: RandomName
    var targetColumn: String
    var action: String
  }

  var name: RandomName
  var columns: [Column]
  var primaryKey = ""
  var foreignKeys: [ForeignKey] = []
  var indexes: [Part] = []
  var checks: [Part] = []
  var uniques: [Part] = []
  var triggers: [Part] = []
  var policies: [Part] = []
  var grants: [Part] = []
  var hasRowSecurity = false
  var comment = ""

  /// Takes away what needs another object.
  mutating func shed(_ key: String) {
    foreignKeys.removeAll { $0.target == key }
    for column in columns where column.type.key == key { removeColumn(column.name) }
    for index in columns.indices where columns[index].needs == key {
      columns[index].expression = ""
      columns[index].needs = ""
    }
    triggers.removeAll { $0.needs == key }
    policies.removeAll { $0.needs == key }
    grants.removeAll { $0.needs == key }
  }

  /// Takes a column away with what mentions it.
  mutating func removeColumn(_ name: String) {
    forget(name)
    uniques.removeAll { $0.columns.contains(name) }
    foreignKeys.removeAll { $0.column == name }
    grants.removeAll { $0.columns.contains(name) }
    if primaryKey == name { primaryKey = "" }
    columns.removeAll { $0.name == name }
  }

  /// Takes away every expression that mentions a column.
  mutating func forget(_ name: String) {
    indexes.removeAll { $0.columns.contains(name) }
    checks.removeAll { $0.columns.contains(name) }
    triggers.removeAll { $0.columns.contains(name) }
    policies.removeAll { $0.columns.contains(name) }
    for generated in columns.filter({ $0.source == name }) { removeColumn(generated.name) }
  }

  var yaml: String {
    var lines = [name.yaml("table")]
    if !comment.isEmpty { lines.append("comment: \(quoted(comment))") }
    lines.append("columns:")
    lines += columns.map { "  - \(yaml(of: $0))" }
    for (key, parts) in [
      ("indexes", indexes + uniques), ("checks", checks), ("triggers", triggers),
      ("policies", policies), ("grants", grants),
    ] where !parts.isEmpty {
      lines.append("\(key):")
      lines += parts.map { "  - \($0.yaml)" }
    }
    if hasRowSecurity { lines.append("rls: true") }
    return lines.joined(separator: "\n")
  }

  private func yaml(of column: Column) -> String {
    var parts = ["name: \(quoted(column.name))", "type: \(quoted(column.type.sql))"]
    if column.name == primaryKey { parts.append("primary_key: true") }
    if !column.isNullable { parts.append("nullable: false") }
    if !column.expression.isEmpty {
      parts.append(
        "\(column.source.isEmpty ? "default" : "generated"): \(quoted(column.expression))")
    }
    if !column.comment.isEmpty { parts.append("comment: \(quoted(column.comment))") }
    if let key = foreignKeys.first(where: { $0.column == column.name }) {
      parts.append(
        """
        references: {table: \(quoted(key.targetName.reference)), \
        column: \(quoted(key.targetColumn)), name: \(quoted(key.name)), \
        on_delete: \(key.action)}
        """)
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}

/// A column's type: what it is called, and the object that it comes from.
struct RandomType: Hashable, Sendable {
  var sql: String
  var group: Group
  /// The project's key of the type's own object; empty for a built-in one.
  var key = ""

  enum Group: Sendable { case number, text, truth, time, json, other, enumeration }

  static let builtIn: [RandomType] = [
    RandomType(sql: "integer", group: .number), RandomType(sql: "bigint", group: .number),
    RandomType(sql: "smallint", group: .number), RandomType(sql: "numeric(10,2)", group: .number),
    RandomType(sql: "double precision", group: .number), RandomType(sql: "text", group: .text),
    RandomType(sql: "varchar(20)", group: .text), RandomType(sql: "char(3)", group: .text),
    RandomType(sql: "boolean", group: .truth), RandomType(sql: "date", group: .time),
    RandomType(sql: "timestamptz", group: .time), RandomType(sql: "jsonb", group: .json),
    RandomType(sql: "uuid", group: .other), RandomType(sql: "text[]", group: .other),
    RandomType(sql: "bytea", group: .other), RandomType(sql: "interval", group: .other),
  ]

  /// Expressions that may be the default.
  var defaults: [String] {
    switch group {
    case .number: ["0", "1 + 1", "(-1)", "length('abc')"]
    case .text: ["'x'", "lower('AbC')", "'it''s'", "CURRENT_USER"]
    case .truth: ["true", "1 > 2"]
    case .time: ["now()", "CURRENT_DATE", "'2020-01-01'"]
    case .json: ["'{}'", "'{\"a\": [1]}'::jsonb"]
    case .enumeration: ["NULL"]
    case .other: []
    }
  }

  /// Conditions over a column of the type; `%` stands for the column.
  var conditions: [String] {
    switch group {
    case .number: ["% > 0", "% IN (1, 2, 3)", "% BETWEEN 1 AND 10", "NOT (% = 7)", "abs(%) < 9"]
    case .text: ["% <> ''", "length(%) < 100", "% LIKE 'a%'", "% ~ '^x'", "% IN ('a', 'b')"]
    case .truth: ["%", "% IS NOT TRUE", "coalesce(%, true)"]
    case .time: ["% > '2001-01-01'", "% IS NOT NULL"]
    case .json: ["% ? 'a'", "% <> '{}'", "(% ->> 'k') IS NULL"]
    case .enumeration, .other: ["% IS NOT NULL"]
    }
  }
}
