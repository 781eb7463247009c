/// A random view over one table or view.
struct RandomView: Sendable {
  /// What a column gets where an INSERT leaves it out.
  struct Default: Sendable {
    var column: String
    var expression: String
    /// The function that it calls.
    var needs: String
  }

  var name: RandomName
  /// The key of what it reads.
  var source: String
  var sourceName: RandomName
  /// The source's columns that it shows, by their names there.
  var columns: [String]
  var condition = ""
  var isMaterialized = false
  var isBarrier = false
  /// Whether a further column is computed.
  var hasCount = false
  /// `local` or `cascaded` where what is written has to be shown; empty for neither.
  var check = ""
  var defaults: [Default] = []
  var triggers: [RandomTable.Part] = []
  var grants: [String] = []
  var comment = ""

  /// Takes away what needs another object.
  mutating func shed(_ key: String) {
    grants.removeAll { $0 == key }
    defaults.removeAll { $0.needs == key }
    triggers.removeAll { $0.needs == key }
  }

  var yaml: String {
    var lines = [name.yaml("name")]
    if isMaterialized { lines.append("materialized: true") }
    if !comment.isEmpty { lines.append("comment: \(quoted(comment))") }
    var options = isBarrier && !isMaterialized ? ["security_barrier: true"] : []
    if !check.isEmpty { options.append("check_option: \(check)") }
    if !options.isEmpty { lines.append("options: {\(options.joined(separator: ", "))}") }
    var list = columns.map(identifier)
    if hasCount { list.append("count(*) OVER () AS how_many") }
    var query = "SELECT \(list.joined(separator: ", ")) FROM \(sourceName.sql)"
    if !condition.isEmpty { query += " WHERE \(condition)" }
    lines.append("query: \(quoted(query))")
    if isMaterialized, let first = columns.first {
      lines.append("indexes:\n  - {columns: [\(quoted(first))]}")
    }
    if !defaults.isEmpty {
      lines.append("columns:")
      lines += defaults.map {
        "  - {name: \(quoted($0.column)), default: \(quoted($0.expression))}"
      }
    }
    if !triggers.isEmpty { lines.append("triggers:") }
    lines += triggers.map { "  - \($0.yaml)" }
    if !grants.isEmpty {
      lines.append("grants:")
      lines += grants.map { "  - {to: \(quoted($0)), privileges: [SELECT]}" }
    }
    return lines.joined(separator: "\n")
  }
}

/// A random function: a trigger's, or one of a number.
struct RandomFunction: Sendable {
  var name: RandomName
  var isTrigger: Bool
  var arguments: [(name: String, type: String, value: String)]
  var variant: Int
  var volatility = "immutable"
  var isStrict = false
  var comment = ""

  var yaml: String {
    var lines = [name.yaml("name")]
    if !comment.isEmpty { lines.append("comment: \(quoted(comment))") }
    if isTrigger {
      lines.append("language: plpgsql\nreturns: trigger")
      lines.append("body: |\n  BEGIN\n    -- variant \(variant)\n    RETURN NEW;\n  END;")
      return lines.joined(separator: "\n")
    }
    lines.append("language: sql\nreturns: bigint\nvolatility: \(volatility)")
    if isStrict { lines.append("strict: true") }
    if !arguments.isEmpty {
      lines.append("args:")
      lines += arguments.map { argument in
        let value = argument.value.isEmpty ? "" : ", default: \(quoted(argument.value))"
        return "  - {name: \(quoted(argument.name)), type: \(quoted(argument.type))\(value)}"
      }
    }
    lines.append("body: \(quoted("SELECT (\(variant) % 1 + 1)::bigint"))")
    return lines.joined(separator: "\n")
  }
}
