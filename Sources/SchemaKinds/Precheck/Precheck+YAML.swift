import SQLText
public import SchemaCore
public import SourceText

/// Prechecks: the list `prechecks` of a table.
public enum PrecheckKind: ObjectKind {
  public typealias Object = Precheck
  public static var id: KindID { .precheck }
  public static var driftType: String? { nil }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "prechecks")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'prechecks'", into: &declarations.report) {
      guard
        var reader = MappingReader(item, noun: "precheck", report: &declarations.report)
      else { continue }
      let name = reader.requiredString("name", &declarations.report)
      let query = reader.requiredString("query", &declarations.report)
      let message = reader.string("message", &declarations.report)
      // A remark for readers of the project: the database has nothing to hang it on.
      _ = reader.comment(&declarations.report)
      reader.finish(&declarations.report)
      guard let name, let query else { continue }
      declarations.declare(
        Precheck(
          table: owner.qualifiedName, name: name, query: statement(query),
          message: message ?? "precheck '\(name)' says no"),
        at: item.range)
    }
  }

  /// Returns a query without the semicolon that users close it with.
  private static func statement(_ query: String) -> String {
    var text = trimmed(query)
    while text.hasSuffix(";") { text = trimmed(text.dropLast()) }
    return text
  }
}
