import SQLText
public import SchemaCore
public import SourceText

/// Publications: documents with the key `publication`.
public enum PublicationKind: ObjectKind {
  public typealias Object = Publication
  public static var id: KindID { .publication }
  public static var access: Access? { Access("PUBLICATION") }
  public static var places: [YAMLPlace] { [.document(keys: ["publication"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "publication", report: &declarations.report)
    else { return }
    let name = reader.requiredString("publication", &declarations.report)
    var publication = Publication(name: name ?? "")
    publication.publishesAllTables = reader.bool("all_tables", &declarations.report) ?? false
    let members = reader.list("tables", &declarations.report).compactMap { item in
      decodeMember(item, of: publication.id, in: scope, into: &declarations)
    }
    publication.tables = members.sorted { $0.table < $1.table }
    let schemas = reader.strings("schemas", &declarations.report) ?? []
    publication.schemas = Set(schemas.map(\.text)).sorted()
    publication.events = events(&reader, into: &declarations.report)
    publication.publishesViaRoot =
      reader.bool("publish_via_partition_root", &declarations.report) ?? false
    let comment = reader.comment(&declarations.report)
    decodeMembers(
      of: .publication, owner: publication.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    check(publication, reader, into: &declarations.report)
    guard let name,
      checkLength(name, at: reader.range(of: "publication"), into: &declarations.report)
    else { return }
    declarations.declare(publication, at: node.range)
    for schema in schemas {
      declarations.use(
        .object(ObjectID(.schema, schema.text)), as: "schema", by: publication.id,
        at: schema.range)
    }
    declarations.declareComment(
      comment, on: publication.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }

  private static func decodeMember(
    _ node: DocumentNode, of publication: ObjectID, in scope: DecodingScope,
    into declarations: inout Declarations
  ) -> Publication.Member? {
    if let text = node.scalar, !node.isNull {
      guard let name = scope.qualifiedName(text, at: node.range, into: &declarations.report)
      else { return nil }
      declarations.use(
        .object(Table.id(name)), as: "table", by: publication, at: node.range)
      return Publication.Member(table: name)
    }
    guard
      var reader = MappingReader(node, noun: "published table", report: &declarations.report)
    else { return nil }
    let name = scope.relationName("table", from: &reader, into: &declarations.report)
    let columns = reader.strings("columns", &declarations.report) ?? []
    let filter = reader.string("where", &declarations.report)
    reader.finish(&declarations.report)
    guard let name else { return nil }
    let table = Table.id(name)
    declarations.use(
      .object(table), as: "table", by: publication, at: reader.range(of: "table"))
    for column in columns {
      declarations.useColumn(column.text, of: table, as: "published column", at: column.range)
    }
    declarations.useColumns(in: reader.node["where"], of: table)
    return Publication.Member(
      table: name, columns: columns.map(\.text), filter: trimmed(filter ?? ""))
  }

  private static func events(
    _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Set<String> {
    guard let written = reader.strings("publish", &report) else {
      return Set(Publication.allEvents)
    }
    var events: Set<String> = []
    for item in written {
      for word in commaSeparated(item.text) {
        if Publication.allEvents.contains(word.lowercased()) {
          events.insert(word.lowercased())
          continue
        }
        let words = Publication.allEvents.joined(separator: ", ")
        report.error(
          "wrong-value", "'publish' of a publication lists \(words), not '\(word)'",
          at: item.range)
      }
    }
    return events
  }

  private static func check(
    _ publication: Publication, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    if publication.publishesAllTables,
      !publication.tables.isEmpty || !publication.schemas.isEmpty
    {
      report.error(
        "wrong-value", "a publication of all tables lists neither tables nor schemas",
        at: reader.range(of: publication.tables.isEmpty ? "schemas" : "tables"))
    }
    for (first, second) in zip(publication.tables, publication.tables.dropFirst())
    where first.table == second.table {
      report.error(
        "duplicate-object", "table '\(first.table)' is listed twice",
        at: reader.range(of: "tables"))
    }
    if !publication.schemas.isEmpty, publication.tables.contains(where: { !$0.columns.isEmpty }) {
      report.error(
        "wrong-value", "a publication of schemas takes no column lists",
        at: reader.range(of: "schemas"))
    }
  }

  public static func encode(
    _ object: Publication, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("publication", .text(object.name))]
    entries.add("all_tables", object.publishesAllTables)
    if !object.tables.isEmpty {
      entries.add("tables", .list(object.tables.map { encoded($0, in: draft) }))
    }
    entries.add("schemas", object.schemas)
    if object.events.count < Publication.allEvents.count {
      entries.add("publish", .texts(Publication.allEvents.filter(object.events.contains)))
    }
    entries.add("publish_via_partition_root", object.publishesViaRoot)
    draft.addDocument(
      object.id,
      path: "publications/\(draft.fileName(of: QualifiedName(schema: "", name: object.name)))",
      keyOrder: [
        "publication", "comment", "owner", "all_tables", "tables", "schemas", "publish",
        "publish_via_partition_root",
      ], entries)
  }

  private static func encoded(
    _ member: Publication.Member, in draft: ProjectDraft
  ) -> YAMLValue {
    let table = draft.reference(member.table)
    if member.columns.isEmpty, member.filter.isEmpty { return .text(table) }
    var entries: [YAMLValue.Entry] = [.init("table", .text(table))]
    entries.add("columns", member.columns)
    entries.add("where", member.filter)
    return .mapping(entries)
  }
}
