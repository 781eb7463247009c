import SQLText
public import SchemaCore
public import SourceText

/// Composite types: `type` and `attributes`.
public enum CompositeTypeKind: ObjectKind {
  public typealias Object = CompositeType
  public static var id: KindID { .compositeType }
  public static var access: Access? { Access("TYPE", privileges: .type) }
  public static var namespace: Namespace { .type }
  public static var places: [YAMLPlace] { [.document(keys: ["type", "attributes"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "composite type", report: &declarations.report)
    else { return }
    let name = scope.declaredName("type", from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let type = CompositeType(name: name ?? QualifiedName(schema: "", name: ""))
    if name != nil { declarations.declare(type, at: node.range) }
    decodeMembers(
      of: .compositeType, owner: type.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: type.id, at: reader.range(of: "comment"))
  }

  public static func complete(_ declarations: inout Declarations) {
    for var type in declarations.snapshot.all(CompositeType.self) {
      type.order = declarations.snapshot.parts(of: type.id, as: Attribute.self).map(\.name)
      declarations.snapshot.insert(type)
    }
  }

  public static func encode(
    _ object: CompositeType, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("type", object.name)
    // The key tells the kind of the document, also where the type has no attributes.
    entries.add("attributes", .list([]))
    draft.addDocument(
      object.id, path: "types/\(draft.fileName(of: object.name))",
      keyOrder: ["type", "schema", "owner", "comment", "attributes", "grants"], entries)
  }
}
