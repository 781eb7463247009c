import SQLText
public import SchemaCore
public import SourceText

/// Expand/contract changes: the key `expand` of a column.
public enum ExpansionKind: ObjectKind {
  public typealias Object = Expansion
  public static var id: KindID { .expansion }
  public static var driftType: String? { nil }
  public static var places: [YAMLPlace] { [.member(of: .column, key: "expand")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner,
      let column = declarations.snapshot.object(owner, as: Column.self),
      var reader = MappingReader(node, noun: "column's expand", report: &declarations.report)
    else { return }
    var expansion = Expansion(
      table: column.table, column: column.name, from: column.name, transform: "")
    expansion.isOnline = reader.bool("online", &declarations.report) ?? false
    let hasSource = readSource(of: &expansion, from: &reader, in: scope, into: &declarations)
    expansion.transform = trimmed(reader.string("transform", &declarations.report) ?? "")
    expansion.reverse = trimmed(reader.string("reverse", &declarations.report) ?? "")
    if let size = reader.int("batch_size", &declarations.report) {
      expansion.batchSize = size
      if size < 1 {
        declarations.report.error(
          "wrong-value", "'batch_size' must be at least 1", at: reader.range(of: "batch_size"))
      }
    }
    reader.finish(&declarations.report)
    guard check(expansion, hasSource: hasSource, of: column, at: node, into: &declarations.report)
    else { return }
    declarations.declare(expansion, at: node.range)
  }

  /// Reads `from`: a column of the table, or `{table, column, on}`.
  private static func readSource(
    of expansion: inout Expansion, from reader: inout MappingReader, in scope: DecodingScope,
    into declarations: inout Declarations
  ) -> Bool {
    guard let node = reader.value("from") else { return false }
    guard node.entries != nil else {
      guard let name = reader.string("from", &declarations.report) else { return false }
      // Once the change is over nobody declares the old column any more.
      expansion.from = name
      return true
    }
    guard var inner = MappingReader(node, noun: "'from'", report: &declarations.report)
    else { return false }
    let table = scope.relationName("table", from: &inner, into: &declarations.report)
    let column = inner.requiredString("column", &declarations.report)
    let condition = inner.requiredString("on", &declarations.report)
    inner.finish(&declarations.report)
    guard let table, let column, let condition else { return false }
    expansion.from = column
    expansion.source = ExpansionRecord.Source(table: table, condition: trimmed(condition))
    return true
  }

  private static func check(
    _ expansion: Expansion, hasSource: Bool, of column: Column, at node: DocumentNode,
    into report: inout DiagnosticReport
  ) -> Bool {
    var isFine = true
    func refuse(_ message: String, at key: String) {
      report.error("wrong-value", message, at: node[key]?.range ?? node.range)
      isFine = false
    }
    if !hasSource, node["from"] == nil, !expansion.isOnline {
      report.error(
        "missing-key", "a column's expand needs 'from', or 'online: true'", at: node.range)
      isFine = false
    }
    if hasSource, expansion.isOnline {
      refuse("'online' changes the column itself: leave 'from' out", at: "from")
    }
    if hasSource, expansion.source == nil, expansion.from == column.name {
      refuse("a column can't be expanded from itself: write 'online: true'", at: "from")
    }
    if column.isSerial || column.identity != nil || !column.generatedExpression.isEmpty,
      !expansion.isOnline
    {
      refuse("a column that fills itself can't be expanded from another one", at: "from")
    }
    return isFine
  }

  /// What a pair is while it lasts isn't part of a schema.
  public static func encode(
    _ object: Expansion, in context: PlanContext, into draft: inout ProjectDraft
  ) {}
}
