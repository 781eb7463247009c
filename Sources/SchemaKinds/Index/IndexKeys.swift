import SQLText
import SchemaCore
import SourceText

/// What an index's `columns`, `include` and `opclass` say.
struct IndexKeys {
  private(set) var keys: [Index.Key] = []
  private(set) var ranges: [SourceRange] = []
  private(set) var include: [String] = []
  private(set) var hasOperatorClass = false
  private let owner: ObjectID

  init(
    _ reader: inout MappingReader, of owner: ObjectID, into declarations: inout Declarations
  ) {
    self.owner = owner
    let shared = reader.string("opclass", &declarations.report)
    hasOperatorClass = shared != nil
    let node = reader.value("columns")
    if node == nil {
      declarations.report.error(
        "missing-key", "an index needs the key 'columns'", at: reader.node.range)
    } else if node?.items?.isEmpty == true {
      declarations.report.error(
        "wrong-value", "an index needs at least one column", at: reader.range(of: "columns"))
    }
    for item in node?.items ?? node.map({ [$0] }) ?? [] {
      guard var key = key(item, into: &declarations) else { continue }
      if key.operatorClass.isDefault { key.operatorClass = KeyOperatorClass(shared ?? "") }
      keys.append(key)
      ranges.append(item.range)
    }
    for (column, range) in reader.strings("include", &declarations.report) ?? [] {
      include.append(column)
      use(column, as: "included column", at: range, in: &declarations)
    }
  }

  private func use(
    _ column: String, as noun: String, at range: SourceRange, in declarations: inout Declarations
  ) {
    // A materialized view's columns are its query's.
    guard owner.kind == .table else { return }
    declarations.useColumn(column, of: owner, as: noun, at: range)
  }

  private mutating func key(
    _ node: DocumentNode, into declarations: inout Declarations
  ) -> Index.Key? {
    if let column = node.scalar, !node.isNull {
      use(column, as: "index column", at: node.range, in: &declarations)
      return Index.Key(column: column)
    }
    guard
      var reader = MappingReader(node, noun: "index column", report: &declarations.report)
    else { return nil }
    let column = reader.string("column", &declarations.report)
    let expression = reader.string("expression", &declarations.report)
    let order = reader.word("order", of: ["ASC", "DESC"], &declarations.report)
    let nulls = reader.word("nulls", of: ["FIRST", "LAST"], &declarations.report)
    let operatorClass = reader.string("opclass", &declarations.report)
    let collation = CollationName.read(from: &reader, into: &declarations.report)
    let statistics = reader.int("statistics", &declarations.report)
    reader.finish(&declarations.report)
    guard (column == nil) != (expression.map { trimmed($0).isEmpty } ?? true) else {
      declarations.report.error(
        "wrong-value", "an index column has either 'column' or 'expression'", at: node.range)
      return nil
    }
    var key =
      column.map(Index.Key.init(column:)) ?? Index.Key(expression: trimmed(expression ?? ""))
    if let column {
      use(column, as: "index column", at: reader.range(of: "column"), in: &declarations)
    }
    key.isDescending = order == "DESC"
    // NULLs count as larger than all values: first when descending.
    key.nullsFirst = nulls.map { $0 == "FIRST" } ?? key.isDescending
    key.operatorClass = KeyOperatorClass(operatorClass ?? "")
    key.collation = collation
    if let statistics {
      key.statistics = statistics
      if column != nil {
        declarations.report.error(
          "wrong-value", "'statistics' of an index column needs an 'expression'",
          at: reader.range(of: "statistics"))
      }
    }
    if operatorClass != nil { hasOperatorClass = true }
    return key
  }
}
