import SQLText
public import SchemaCore
public import SourceText

/// Domains: the documents with the key `domain`.
public enum DomainKind: ObjectKind {
  public typealias Object = Domain
  public static var id: KindID { .domain }
  public static var access: Access? { Access("DOMAIN", privileges: .type) }
  public static var namespace: Namespace { .type }
  public static var places: [YAMLPlace] { [.document(keys: ["domain"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "domain", report: &declarations.report)
    else { return }
    let name = scope.declaredName("domain", from: &reader, into: &declarations.report)
    let type = readType("type", from: &reader, into: &declarations.report)
    var domain = Domain(
      name: name ?? QualifiedName(schema: "", name: ""), type: type ?? TypeName("text"))
    domain.collation = readCollation(from: &reader, into: &declarations.report)
    domain.isNullable = readNullability(from: &reader, into: &declarations.report)
    domain.defaultExpression = trimmed(reader.string("default", &declarations.report) ?? "")
    let comment = reader.comment(&declarations.report)
    let isComplete = name != nil && type != nil
    if isComplete { declarations.declare(domain, at: node.range) }
    decodeMembers(of: .domain, owner: domain.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isComplete else { return }
    declarations.declareComment(comment, on: domain.id, at: reader.range(of: "comment"))
  }

  /// `not_null: true` says the same as `nullable: false`.
  private static func readNullability(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Bool {
    let isNullable = reader.bool("nullable", &report)
    let isNotNull = reader.bool("not_null", &report)
    if let isNullable, let isNotNull, isNullable == isNotNull {
      report.error(
        "wrong-value", "'not_null: \(isNotNull)' contradicts 'nullable: \(isNullable)'",
        at: reader.range(of: "not_null"))
    }
    return isNullable ?? !(isNotNull ?? false)
  }

  public static func encode(
    _ object: Domain, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("domain", object.name)
    entries.add("type", .text(draft.type(object.type, from: object.name.schema)))
    if let collation = object.collation {
      entries.add("collation", .text(draft.serverName(collation, from: object.name.schema)))
    }
    entries.add("nullable", object.isNullable, unless: true)
    entries.add("default", object.defaultExpression)
    draft.addDocument(
      object.id, path: "domains/\(draft.fileName(of: object.name))",
      keyOrder: [
        "domain", "schema", "owner", "comment", "type", "collation", "nullable", "default",
        "checks",
        "grants",
      ], entries)
  }
}
