public import SchemaCore
public import SourceText

/// Schemas: `schema` alone, or declared by what lives in them.
public enum SchemaKind: ObjectKind {
  public typealias Object = Schema
  public static var id: KindID { .schema }
  public static var access: Access? { Access("SCHEMA", privileges: .schema) }
  public static var namespace: Namespace { .schema }
  public static var places: [YAMLPlace] { [.plainDocument(key: "schema")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "schema", report: &declarations.report)
    else { return }
    let name = reader.requiredString("schema", &declarations.report) ?? ""
    let comment = reader.comment(&declarations.report)
    decodeMembers(
      of: .schema, owner: Schema.id(name), reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    let range = reader.range(of: "schema")
    guard !name.isEmpty, checkLength(name, at: range, into: &declarations.report) else { return }
    if isSystem(name) {
      declarations.report.error(
        "invalid-name", "schema name '\(name)' is reserved by PostgreSQL", at: range)
    }
    declarations.declare(Schema(name: name), at: node.range)
    declarations.declareComment(comment, on: Schema.id(name), at: reader.range(of: "comment"))
  }

  /// Declares the schema of every declared object that isn't declared itself.
  public static func complete(_ declarations: inout Declarations) {
    var found: [(name: String, range: SourceRange)] = []
    for (id, object) in declarations.snapshot.objects {
      guard let range = declarations.positions[id] else { continue }
      let name = (object as? Extension)?.schema ?? id.schema
      if !name.isEmpty, !isSystem(name) { found.append((name, range)) }
    }
    for (name, range) in found where !declarations.snapshot.contains(Schema.id(name)) {
      declarations.declare(Schema(name: name), at: range)
    }
  }

  private static func isSystem(_ name: String) -> Bool {
    name.hasPrefix("pg_") || name == "information_schema"
  }
}
