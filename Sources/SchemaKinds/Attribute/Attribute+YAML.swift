import SQLText
public import SchemaCore
public import SourceText

/// Attributes: the list `attributes` of a composite type.
public enum AttributeKind: ObjectKind {
  public typealias Object = Attribute
  public static var id: KindID { .attribute }
  public static var places: [YAMLPlace] { [.member(of: .compositeType, key: "attributes")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'attributes'", into: &declarations.report) {
      decodeAttribute(item, of: owner.qualifiedName, into: &declarations)
    }
  }

  private static func decodeAttribute(
    _ node: DocumentNode, of composite: QualifiedName, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "attribute", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let type = readType("type", from: &reader, into: &declarations.report)
    let collation = readCollation(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let name, let type,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    else { return }
    var attribute = Attribute(composite: composite, name: name, type: type)
    attribute.collation = collation
    declarations.declare(attribute, at: node.range)
    declarations.declareComment(comment, on: attribute.id, at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: Attribute, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = []
    entries.add("name", .text(object.name))
    entries.add("type", .text(draft.type(object.type, from: object.composite.schema)))
    if let collation = object.collation {
      entries.add("collation", .text(draft.serverName(collation, from: object.composite.schema)))
    }
    draft.addItem(
      object.id, to: "attributes", of: CompositeType.id(object.composite),
      keyOrder: ["name", "type", "collation", "comment"], entries)
  }
}
