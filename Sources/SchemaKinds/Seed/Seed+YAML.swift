import SQLText
public import SchemaCore
public import SourceText

/// Seeds: the list `seeds` of a table, its rows as maps of columns to values.
public enum SeedKind: ObjectKind {
  public typealias Object = Seed
  public static var id: KindID { .seed }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "seeds")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    var seed = Seed(table: owner.qualifiedName, rows: [])
    var named: Set<String> = []
    for item in listItems(node, noun: "'seeds'", into: &declarations.report) {
      guard let row = row(item, index: seed.rows.count, into: &declarations.report)
      else { continue }
      for entry in item.entries ?? [] {
        guard let column = entry.key.scalar, named.insert(column).inserted else { continue }
        declarations.useColumn(column, of: owner, as: "seed column", at: entry.key.range)
      }
      seed.rows.append(row)
    }
    if !seed.rows.isEmpty { declarations.declare(seed, at: node.range) }
  }

  private static func row(
    _ node: DocumentNode, index: Int, into report: inout DiagnosticReport
  ) -> Seed.Row? {
    guard let entries = node.entries else {
      report.error(
        "wrong-type", "a seed row must be a map of columns, not \(node.formDescription)",
        at: node.range)
      return nil
    }
    if entries.isEmpty {
      report.error("wrong-value", "a seed row gives at least one column", at: node.range)
      return nil
    }
    return Seed.Row(
      index: index,
      cells: entries.compactMap { entry in
        entry.key.scalar.map { Seed.Cell(column: $0, value: value(entry.value, into: &report)) }
      })
  }

  private static func value(
    _ node: DocumentNode, into report: inout DiagnosticReport
  ) -> SeedValue {
    if node.tag == "!sql" { return expression(node, into: &report) }
    if let tag = node.tag, tag.hasPrefix("!"), !tag.hasPrefix("!!"), tag != "!" {
      report.error(
        "wrong-value", "a seed value has no tag '\(tag)'", at: node.range,
        notes: [.init("SQL is written with the tag '!sql'")])
    }
    switch node.content {
    case .scalar(let text, let style):
      return node.isNull ? .null : .scalar(text, isPlain: style == .plain)
    case .sequence(let items): return .list(items.map { value($0, into: &report) })
    case .mapping(let entries):
      if entries.count == 1, let inner = node["__sql"] {
        return expression(inner, into: &report)
      }
      return .map(
        entries.compactMap { entry in
          entry.key.scalar.map { .init(key: $0, value: value(entry.value, into: &report)) }
        })
    }
  }

  private static func expression(
    _ node: DocumentNode, into report: inout DiagnosticReport
  ) -> SeedValue {
    guard let text = node.scalar.map({ trimmed($0) }), !text.isEmpty else {
      report.error("wrong-type", "SQL in a seed row must be an expression", at: node.range)
      return .null
    }
    return .sql(text)
  }
}
