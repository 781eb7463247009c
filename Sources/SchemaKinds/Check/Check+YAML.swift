import SQLText
public import SchemaCore
public import SourceText

/// Checks: the list `checks` of a table; a column's `check` is decoded by the table.
public enum CheckKind: ObjectKind {
  public typealias Object = Check
  public static var id: KindID { .check }
  public static var driftType: String? { "constraint" }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "checks")] }
  /// A changed column's type makes the server build a check anew from its deparsed form, which
  /// keeps constants of the former type: made from the user's text it prints otherwise.
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'checks'", into: &declarations.report) {
      decodeCheck(item, of: owner, into: &declarations)
    }
  }

  private static func decodeCheck(
    _ node: DocumentNode, of owner: ObjectID, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "check", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let expression = reader.requiredString("expression", &declarations.report)
    let isNoInherit = reader.bool("no_inherit", &declarations.report) ?? false
    let isNotValid = reader.bool("not_valid", &declarations.report) ?? false
    let isEnforced = reader.bool("enforced", &declarations.report) ?? true
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    declarations.useColumns(in: reader.node["expression"], of: owner)
    guard let name, let expression else { return }
    _ = checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    let text = trimmed(expression)
    if text.isEmpty {
      declarations.report.error(
        "wrong-value", "'expression' of a check can't be empty",
        at: reader.range(of: "expression"))
    }
    var check = Check(table: owner.qualifiedName, name: name, expression: text)
    check.isNoInherit = isNoInherit
    check.isEnforced = isEnforced
    // What isn't enforced is never known to hold.
    check.isValid = !isNotValid && isEnforced
    declarations.declare(check, at: node.range)
    declarations.declareComment(
      comment, on: check.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }
}
