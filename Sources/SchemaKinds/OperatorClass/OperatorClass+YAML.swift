import SQLText
public import SchemaCore
public import SourceText

/// Operator classes: the documents with the key `operator_class`.
public enum OperatorClassKind: ObjectKind {
  public typealias Object = OperatorClass
  public static var id: KindID { .operatorClass }
  public static var access: Access? {
    Access("OPERATOR CLASS") { "\($0.sql) USING \(quotedIdentifier($0.qualifier))" }
  }
  public static var places: [YAMLPlace] { [.document(keys: ["operator_class"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "operator class", report: &declarations.report)
    else { return }
    let name = scope.declaredName("operator_class", from: &reader, into: &declarations.report)
    let method = reader.string("method", &declarations.report) ?? "btree"
    let type = readType("type", from: &reader, into: &declarations.report)?.ofArgument
    var value = OperatorClass(
      name: name ?? QualifiedName(schema: "", name: ""), method: method,
      type: type ?? TypeName("text"))
    if let family = readName("family", from: &reader, into: &declarations.report) {
      value.family = family
    }
    value.isDefault = reader.bool("default", &declarations.report) ?? false
    if reader.has("storage") {
      value.storage = readType("storage", from: &reader, into: &declarations.report)?.ofArgument
    }
    value.members = .read(for: type, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isComplete = name != nil && type != nil
    if isComplete { declarations.declare(value, at: node.range) }
    decodeMembers(
      of: .operatorClass, owner: value.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isComplete else { return }
    declarations.declareComment(comment, on: value.id, at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: OperatorClass, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let schema = object.name.schema
    var entries = draft.nameEntries("operator_class", object.name)
    entries.add("method", object.method, unless: "btree")
    entries.add("type", .text(draft.type(object.type, from: schema)))
    if object.family != object.name {
      entries.add("family", .text(draft.serverName(object.family, from: schema)))
    }
    entries.add("default", object.isDefault)
    if let storage = object.storage {
      entries.add("storage", .text(draft.type(storage, from: schema)))
    }
    object.members.add(to: &entries, for: object.type, from: schema, in: draft)
    draft.addDocument(
      object.id, path: "operators.yaml",
      keyOrder: [
        "operator_class", "schema", "owner", "comment", "method", "type", "family", "default",
        "storage", "operators", "functions",
      ], entries)
  }
}
