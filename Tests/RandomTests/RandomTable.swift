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
    var clauses: [Clause] = []

    /// Whether its values come from a sequence of its own.
    var isCounted: Bool {
      type.group == .serial || clauses.contains { $0.key == "identity" }
    }
  }

  /// A further key of a column.
  struct Clause: Sendable {
    var key: String
    var yaml: String
    var needs = ""
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
    var columns: [String]
    var target: String
    var targetName: RandomName
    var targetColumns: [String]
    /// The unique constraint that is referenced; empty where it is the primary key.
    var unique: String
    var action: String
    var rest = ""
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
  var rules: [Part] = []
  var exclusions: [Part] = []
  var options: [Clause] = []
  /// The tables whose columns it has too.
  var parents: [(key: String, name: RandomName)] = []
  /// Empty for a table that isn't partitioned.
  var partitions: [Part] = []
  var strategy = ""
  var hasRowSecurity = false
  var comment = ""

  var isPartitioned: Bool { !strategy.isEmpty }
  var isUnlogged: Bool { options.contains { $0.key == "unlogged" } }
  var canBePublished: Bool { !isPartitioned && !isUnlogged }

  /// Takes away what needs another object.
  mutating func shed(_ key: String) {
    foreignKeys.removeAll { $0.target == key }
    parents.removeAll { $0.key == key }
    options.removeAll { $0.needs == key }
    for column in columns where column.type.key == key { removeColumn(column.name) }
    for index in columns.indices where columns[index].needs == key {
      columns[index].expression = ""
      columns[index].needs = ""
    }
    for index in columns.indices { columns[index].clauses.removeAll { $0.needs == key } }
    indexes.removeAll { $0.needs == key }
    forgetClustering()
    triggers.removeAll { $0.needs == key }
    policies.removeAll { $0.needs == key }
    grants.removeAll { $0.needs == key }
  }

  /// Takes a column away with what mentions it.
  mutating func removeColumn(_ name: String) {
    forget(name)
    uniques.removeAll { $0.columns.contains(name) }
    foreignKeys.removeAll { $0.columns.contains(name) }
    grants.removeAll { $0.columns.contains(name) }
    exclusions.removeAll { $0.columns.contains(name) }
    if primaryKey == name { primaryKey = "" }
    columns.removeAll { $0.name == name }
  }

  /// Takes away every expression that mentions a column.
  mutating func forget(_ name: String) {
    indexes.removeAll { $0.columns.contains(name) }
    checks.removeAll { $0.columns.contains(name) }
    triggers.removeAll { $0.columns.contains(name) }
    policies.removeAll { $0.columns.contains(name) }
    rules.removeAll { $0.columns.contains(name) }
    forgetClustering()
    for generated in columns.filter({ $0.source == name }) { removeColumn(generated.name) }
  }

  /// Takes away what goes with an index that is not there any more.
  mutating func forgetClustering() {
    options.removeAll { option in
      option.key == "cluster_on" && !indexes.contains { $0.name == option.needs }
    }
  }

  var yaml: String {
    var lines = [name.yaml("table")]
    if !comment.isEmpty { lines.append("comment: \(quoted(comment))") }
    lines += options.map { "\($0.key): \($0.yaml)" }
    if !parents.isEmpty {
      let names = parents.map { quoted($0.name.reference) }.joined(separator: ", ")
      lines.append("inherits: [\(names)]")
    }
    if isPartitioned, let key = columns.first?.name {
      lines.append("partition_by: {strategy: \(strategy), key: [\(quoted(key))]}")
    }
    lines.append("columns:")
    lines += columns.map { "  - \(yaml(of: $0))" }
    for (key, parts) in [
      ("indexes", indexes + uniques), ("checks", checks), ("triggers", triggers),
      ("policies", policies), ("grants", grants), ("rules", rules),
      ("exclusion_constraints", exclusions), ("partitions", partitions),
      ("foreign_keys", pairs),
    ] where !parts.isEmpty {
      lines.append("\(key):")
      lines += parts.map { "  - \($0.yaml)" }
    }
    if hasRowSecurity { lines.append("rls: true") }
    return lines.joined(separator: "\n")
  }

  /// The foreign keys of several columns.
  private var pairs: [Part] {
    foreignKeys.filter { $0.columns.count > 1 }.map { key in
      let map = zip(key.columns, key.targetColumns).map { "\(quoted($0)): \(quoted($1))" }
      return Part(
        name: key.name, columns: key.columns,
        yaml: """
          {\(named(key.name)), references: \(quoted(key.targetName.reference)), \
          map: {\(map.joined(separator: ", "))}, on_delete: \(key.action)\(key.rest)}
          """)
    }
  }

  private func yaml(of column: Column) -> String {
    var parts = [named(column.name), "type: \(quoted(column.type.sql))"]
    if column.name == primaryKey { parts.append("primary_key: true") }
    if !column.isNullable { parts.append("nullable: false") }
    if !column.expression.isEmpty {
      parts.append(
        "\(column.source.isEmpty ? "default" : "generated"): \(quoted(column.expression))")
    }
    parts += column.clauses.map { "\($0.key): \($0.yaml)" }
    if !column.comment.isEmpty { parts.append("comment: \(quoted(column.comment))") }
    if let key = foreignKeys.first(where: { $0.columns == [column.name] }) {
      parts.append(
        """
        references: {table: \(quoted(key.targetName.reference)), \
        column: \(quoted(key.targetColumns[0])), \(named(key.name)), \
        on_delete: \(key.action)\(key.rest)}
        """)
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}
