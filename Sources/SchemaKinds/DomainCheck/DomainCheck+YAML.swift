import SQLText
public import SchemaCore
public import SourceText

/// Checks of domains: the list `checks` of a domain.
public enum DomainCheckKind: ObjectKind {
  public typealias Object = DomainCheck
  public static var id: KindID { .domainCheck }
  public static var places: [YAMLPlace] { [.member(of: .domain, key: "checks")] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'checks'", into: &declarations.report) {
      decodeCheck(item, of: owner.qualifiedName, into: &declarations)
    }
  }

  private static func decodeCheck(
    _ node: DocumentNode, of domain: QualifiedName, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "domain check", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let expression = reader.requiredString("expression", &declarations.report).map { trimmed($0) }
    let isLeftUnchecked = reader.bool("not_valid", &declarations.report) ?? false
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    if expression?.isEmpty == true {
      declarations.report.error(
        "wrong-value", "'expression' of a domain check can't be empty",
        at: reader.range(of: "expression"))
    }
    guard let name, let expression,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    else { return }
    var check = DomainCheck(domain: domain, name: name, expression: expression)
    check.isValid = !isLeftUnchecked
    check.isLeftUnchecked = isLeftUnchecked
    declarations.declare(check, at: node.range)
    declarations.declareComment(comment, on: check.id, at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: DomainCheck, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = []
    entries.add("name", .text(object.name))
    entries.add("expression", .text(object.expression))
    entries.add("not_valid", !object.isValid)
    draft.addItem(
      object.id, to: "checks", of: Domain.id(object.domain),
      keyOrder: ["name", "expression", "not_valid", "comment"], entries)
  }
}
