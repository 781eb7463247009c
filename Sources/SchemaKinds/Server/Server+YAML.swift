import SQLText
public import SchemaCore
public import SourceText

/// Foreign servers: documents with the key `server`.
public enum ServerKind: ObjectKind {
  public typealias Object = ForeignServer
  public static var id: KindID { .server }
  public static var access: Access? { Access("SERVER", privileges: .foreignServer) }
  public static var places: [YAMLPlace] { [.document(keys: ["server", "foreign_data_wrapper"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "server", report: &declarations.report)
    else { return }
    let name = reader.requiredString("server", &declarations.report)
    let wrapper = reader.requiredString("foreign_data_wrapper", &declarations.report)
    var server = ForeignServer(name: name ?? "", wrapper: wrapper ?? "")
    server.type = reader.string("type", &declarations.report) ?? ""
    server.version = reader.string("version", &declarations.report) ?? ""
    server.options = reader.options("options", &declarations.report)
    let comment = reader.comment(&declarations.report)
    guard let name, wrapper != nil,
      checkLength(name, at: reader.range(of: "server"), into: &declarations.report)
    else {
      reader.accept((scope.members[.server] ?? [:]).keys)
      return reader.finish(&declarations.report)
    }
    declarations.declare(server, at: node.range)
    decodeMembers(
      of: .server, owner: server.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    declarations.declareComment(
      comment, on: server.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }

  public static func encode(
    _ object: ForeignServer, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [
      .init("server", .text(object.name)), .init("foreign_data_wrapper", .text(object.wrapper)),
    ]
    entries.add("type", object.type)
    entries.add("version", object.version)
    if !object.options.isEmpty { entries.add("options", object.options.encoded) }
    let file = draft.fileName(of: QualifiedName(schema: "", name: object.name))
    draft.addDocument(
      object.id, path: "servers/\(file)",
      keyOrder: [
        "server", "foreign_data_wrapper", "comment", "owner", "type", "version", "options",
        "user_mappings", "grants",
      ], entries)
  }
}
