import SQLText
public import SchemaCore
public import SourceText

/// Operator families: the documents with the key `operator_family`, and those that classes imply.
public enum OperatorFamilyKind: ObjectKind {
  public typealias Object = OperatorFamily
  public static var id: KindID { .operatorFamily }
  public static var access: Access? {
    Access("OPERATOR FAMILY") { "\($0.sql) USING \(quotedIdentifier($0.qualifier))" }
  }
  public static var places: [YAMLPlace] { [.document(keys: ["operator_family"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "operator family", report: &declarations.report)
    else { return }
    let name = scope.declaredName("operator_family", from: &reader, into: &declarations.report)
    let method = reader.string("method", &declarations.report) ?? "btree"
    let members = OperatorMembers.read(for: nil, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    var family = OperatorFamily(
      name: name ?? QualifiedName(schema: "", name: ""), method: method)
    family.members = members
    if name != nil { declarations.declare(family, at: node.range) }
    decodeMembers(
      of: .operatorFamily, owner: family.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: family.id, at: reader.range(of: "comment"))
  }

  /// A class without a family is in one of its own name, as for PostgreSQL.
  public static func complete(_ declarations: inout Declarations) {
    for value in declarations.snapshot.all(OperatorClass.self) where value.family == value.name {
      let family = OperatorFamily(name: value.name, method: value.method)
      guard !declarations.snapshot.contains(family.id), let range = declarations.positions[value.id]
      else { continue }
      declarations.declare(family, at: range)
    }
  }

  public static func encode(
    _ object: OperatorFamily, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let isImplied =
      context.live.object(
        OperatorClass.id(object.name, method: object.method), as: OperatorClass.self)?.family
      == object.name
    let hasComment = context.live.contains(Comment.id(on: object.id))
    if isImplied, object.members.isEmpty, !hasComment { return }
    var entries = draft.nameEntries("operator_family", object.name)
    entries.add("method", object.method, unless: "btree")
    object.members.add(to: &entries, for: nil, from: object.name.schema, in: draft)
    draft.addDocument(
      object.id, path: "operators.yaml",
      keyOrder: [
        "operator_family", "schema", "owner", "comment", "method", "operators", "functions",
      ], entries)
  }
}
