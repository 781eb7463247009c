public import SchemaCore
public import SourceText

/// Schemas: declared by what lives in them, or listed under `schemas`.
public enum SchemaKind: ObjectKind {
  public typealias Object = Schema
  public static var id: KindID { .schema }
  public static var access: Access? { Access("SCHEMA", privileges: .schema) }
  public static var namespace: Namespace { .schema }
  public static var places: [YAMLPlace] { [.document(keys: ["schemas"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "list of schemas", report: &declarations.report)
    else { return }
    for item in reader.list("schemas", &declarations.report) {
      if let name = item.scalar, !item.isNull {
        declare(name, nil, item, at: item.range, into: &declarations)
      } else if var inner = MappingReader(item, noun: "schema", report: &declarations.report) {
        let name = inner.requiredString("name", &declarations.report)
        let comment = inner.comment(&declarations.report)
        if let name {
          decodeMembers(
            of: .schema, owner: Schema.id(name), reader: &inner, in: scope, into: &declarations)
        }
        inner.finish(&declarations.report)
        guard let name else { continue }
        declare(name, comment, item, at: inner.range(of: "name"), into: &declarations)
      }
    }
    reader.finish(&declarations.report)
  }

  private static func declare(
    _ name: String, _ comment: String?, _ node: DocumentNode, at range: SourceRange,
    into declarations: inout Declarations
  ) {
    guard checkLength(name, at: range, into: &declarations.report) else { return }
    if name.isEmpty || isSystem(name) {
      declarations.report.error(
        "invalid-name", "'\(name)' is no name of a schema that users make", at: range)
      return
    }
    declarations.declare(Schema(name: name), at: node.range)
    declarations.declareComment(comment, on: Schema.id(name), at: range)
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
