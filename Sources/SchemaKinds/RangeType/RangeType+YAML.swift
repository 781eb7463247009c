import SQLText
public import SchemaCore
public import SourceText

/// Range types: the documents with the keys `range` and `subtype`.
public enum RangeTypeKind: ObjectKind {
  public typealias Object = RangeType
  public static var id: KindID { .rangeType }
  public static var access: Access? { Access("TYPE", privileges: .type) }
  public static var namespace: Namespace { .type }
  public static var places: [YAMLPlace] { [.document(keys: ["range", "subtype"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "range type", report: &declarations.report)
    else { return }
    let name = scope.declaredName("range", from: &reader, into: &declarations.report)
    let subtype = readType("subtype", from: &reader, into: &declarations.report)
    var range = RangeType(
      name: name ?? QualifiedName(schema: "", name: ""), subtype: subtype ?? TypeName("text"))
    range.operatorClass = readName("subtype_opclass", from: &reader, into: &declarations.report)
    range.collation = readCollation(from: &reader, into: &declarations.report)
    range.canonical = readName("canonical", from: &reader, into: &declarations.report)
    range.difference = readName("subtype_diff", from: &reader, into: &declarations.report)
    if let multirange = readName("multirange_name", from: &reader, into: &declarations.report),
      checkLength(
        multirange.name, at: reader.range(of: "multirange_name"), into: &declarations.report)
    {
      range.multirange = multirange.inSchema(range.name.schema)
    }
    let comment = reader.comment(&declarations.report)
    let isComplete = name != nil && subtype != nil
    if isComplete { declarations.declare(range, at: node.range) }
    decodeMembers(
      of: .rangeType, owner: range.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isComplete else { return }
    declarations.declareComment(comment, on: range.id, at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: RangeType, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("range", object.name)
    entries.add("subtype", .text(draft.type(object.subtype, from: object.name.schema)))
    let names: [(key: String, name: QualifiedName?)] = [
      ("subtype_opclass", object.hasDefaultClass ? nil : object.operatorClass),
      ("collation", object.collation), ("canonical", object.canonical),
      ("subtype_diff", object.difference),
    ]
    for (key, name) in names {
      if let name { entries.add(key, .text(draft.serverName(name, from: object.name.schema))) }
    }
    if object.multirange != RangeType.multirangeName(of: object.name) {
      let isBeside = object.multirange.schema == object.name.schema
      entries.add(
        "multirange_name",
        isBeside
          ? object.multirange.name.asWrittenName
          : "\(object.multirange.schema.asWrittenName).\(object.multirange.name.asWrittenName)")
    }
    draft.addDocument(
      object.id, path: "types/\(draft.fileName(of: object.name))",
      keyOrder: [
        "range", "schema", "owner", "comment", "subtype", "subtype_opclass", "collation",
        "canonical",
        "subtype_diff", "multirange_name", "grants",
      ], entries)
  }
}
