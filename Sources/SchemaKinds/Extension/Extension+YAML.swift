public import SchemaCore
public import SourceText

/// Extensions: `extensions`, a list of names or of `{name, schema, version, comment}`.
public enum ExtensionKind: ObjectKind {
  public typealias Object = Extension
  public static var id: KindID { .extension }
  public static var access: Access? { Access("EXTENSION", hasOwner: false) }
  public static var places: [YAMLPlace] { [.document(keys: ["extensions"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "file of extensions", report: &declarations.report)
    else { return }
    declarations.declaresExtensions = true
    for item in reader.list("extensions", &declarations.report) {
      decodeExtension(item, into: &declarations)
    }
    decodeMembers(
      of: .extension, owner: ObjectID(.extension, ""), reader: &reader, in: scope,
      into: &declarations)
    reader.finish(&declarations.report)
  }

  private static func decodeExtension(
    _ node: DocumentNode, into declarations: inout Declarations
  ) {
    if let name = node.scalar, !node.isNull {
      guard checkLength(name, at: node.range, into: &declarations.report) else { return }
      declarations.declare(Extension(name: name), at: node.range)
      return
    }
    guard var reader = MappingReader(node, noun: "extension", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let schema = reader.string("schema", &declarations.report)
    let version = reader.string("version", &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let name,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report),
      checkLength(schema ?? "", at: reader.range(of: "schema"), into: &declarations.report)
    else { return }
    declarations.declare(Extension(name: name, schema: schema, version: version), at: node.range)
    declarations.declareComment(
      comment, on: Extension.id(name), at: reader.range(of: "comment"))
  }
}
