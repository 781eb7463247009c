/// A random view over one table or view.
struct RandomView: Sendable {
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
  var grants: [String] = []
  var comment = ""

  var yaml: String {
    var lines = [name.yaml("name")]
    if isMaterialized { lines.append("materialized: true") }
    if !comment.isEmpty { lines.append("comment: \(quoted(comment))") }
    if isBarrier, !isMaterialized { lines.append("options: {security_barrier: true}") }
    var list = columns.map(identifier)
    if hasCount { list.append("count(*) OVER () AS how_many") }
    var query = "SELECT \(list.joined(separator: ", ")) FROM \(sourceName.sql)"
    if !condition.isEmpty { query += " WHERE \(condition)" }
    lines.append("query: \(quoted(query))")
    if isMaterialized, let first = columns.first {
      lines.append("indexes:\n  - {columns: [\(quoted(first))]}")
    }
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
