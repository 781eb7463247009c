import SQLText
public import SchemaCore
public import SourceText

/// Exclusion constraints: the list `exclusion_constraints` of a table.
public enum ExclusionConstraintKind: ObjectKind {
  public typealias Object = ExclusionConstraint
  public static var id: KindID { .exclusionConstraint }
  public static var driftType: String? { "constraint" }
  public static var places: [YAMLPlace] {
    [.member(of: .table, key: "exclusion_constraints")]
  }
  /// As with checks, its expressions print otherwise when the server follows a column's type.
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'exclusion_constraints'", into: &declarations.report) {
      decodeConstraint(item, of: owner, into: &declarations)
    }
  }

  private static func decodeConstraint(
    _ node: DocumentNode, of owner: ObjectID, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "exclusion constraint", report: &declarations.report)
    else { return }
    let elements = elements(&reader, of: owner, into: &declarations)
    let name = reader.string("name", &declarations.report)
    if let name {
      _ = checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    }
    var constraint = ExclusionConstraint(
      table: owner.qualifiedName, name: name, elements: elements)
    constraint.method = reader.string("using", &declarations.report)?.lowercased() ?? "gist"
    for (column, range) in reader.strings("include", &declarations.report) ?? [] {
      constraint.include.append(column)
      declarations.useColumn(column, of: owner, as: "included column", at: range)
    }
    constraint.storage = .read("with", from: &reader, into: &declarations.report)
    constraint.predicate = trimmed(reader.string("where", &declarations.report) ?? "")
    constraint.deferral = .read(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard !elements.isEmpty else { return }
    declarations.declare(constraint, at: node.range)
    declarations.declareComment(
      comment, on: constraint.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }

  private static func elements(
    _ reader: inout MappingReader, of owner: ObjectID, into declarations: inout Declarations
  ) -> [ExclusionConstraint.Element] {
    guard reader.value("elements") != nil else {
      declarations.report.error(
        "missing-key", "an exclusion constraint needs the key 'elements'",
        at: reader.node.range)
      return []
    }
    let items = reader.list("elements", &declarations.report)
    if items.isEmpty, reader.value("elements")?.items != nil {
      declarations.report.error(
        "wrong-value", "an exclusion constraint needs at least one element",
        at: reader.range(of: "elements"))
    }
    return items.compactMap { element($0, of: owner, into: &declarations) }
  }

  private static func element(
    _ node: DocumentNode, of owner: ObjectID, into declarations: inout Declarations
  ) -> ExclusionConstraint.Element? {
    guard
      var reader = MappingReader(
        node, noun: "exclusion element", report: &declarations.report)
    else { return nil }
    let column = reader.string("column", &declarations.report)
    let expression = reader.string("expression", &declarations.report).map { trimmed($0) }
    let name = reader.requiredString("operator", &declarations.report).map { trimmed($0) }
    let operatorClass = KeyOperatorClass(reader.string("opclass", &declarations.report) ?? "")
    let collation = CollationName.read(from: &reader, into: &declarations.report)
    reader.finish(&declarations.report)
    if let column {
      declarations.useColumn(
        column, of: owner, as: "exclusion column", at: reader.range(of: "column"))
    }
    guard (column == nil) != (expression?.isEmpty ?? true) else {
      declarations.report.error(
        "wrong-value", "an exclusion element has either 'column' or 'expression'",
        at: node.range)
      return nil
    }
    guard let name else { return nil }
    var element =
      column.map { ExclusionConstraint.Element(column: $0, operator: name) }
      ?? .init(expression: expression ?? "", operator: name)
    element.operatorClass = operatorClass
    element.collation = collation
    return element
  }
}
