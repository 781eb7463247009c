import SQLText
public import SchemaCore
public import SourceText

/// Sequences: documents with the key `sequence`, and those that serial columns imply.
public enum SequenceKind: ObjectKind {
  public typealias Object = NumberSequence
  public static var id: KindID { .sequence }
  public static var access: Access? { Access("SEQUENCE", privileges: .sequence) }
  public static var namespace: Namespace { .relation }
  public static var places: [YAMLPlace] { [.document(keys: ["sequence"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "sequence", report: &declarations.report)
    else { return }
    let name = scope.declaredName("sequence", from: &reader, into: &declarations.report)
    var sequence = NumberSequence(
      name: name ?? QualifiedName(schema: "", name: ""),
      type: type(from: &reader, into: &declarations.report))
    sequence.options = SequenceOptions(
      of: sequence.type, from: &reader, into: &declarations.report)
    sequence.isUnlogged = reader.bool("unlogged", &declarations.report) ?? false
    let owner = scope.inside(sequence.id).column("owned_by", &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    if let name {
      if let owner {
        let range = reader.range(of: "owned_by")
        sequence.ownedBy = Column.id(owner.column, of: owner.table)
        let table = Table.id(owner.table)
        declarations.use(.object(table), as: "table", by: sequence.id, at: range)
        declarations.useColumn(owner.column, of: table, as: "owning column", at: range)
        if owner.table.schema != name.schema {
          declarations.report.error(
            "wrong-value", "a sequence is in the schema of the table that owns it", at: range)
        }
      }
      declarations.declare(sequence, at: node.range)
      decodeMembers(
        of: .sequence, owner: sequence.id, reader: &reader, in: scope, into: &declarations)
      let place = reader.has("comment") ? "comment" : "description"
      declarations.declareComment(comment, on: sequence.id, at: reader.range(of: place))
    } else {
      reader.accept((scope.members[.sequence] ?? [:]).keys)
    }
    reader.finish(&declarations.report)
  }

  private static func type(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> TypeName {
    let bigint = TypeName("bigint")
    guard let text = reader.string("type", &report) else { return bigint }
    let type = TypeName(text)
    if type.isBuiltIn, !type.isArray, SequenceOptions.types.contains(type.name) { return type }
    report.error(
      "wrong-value", "'type' of a sequence must be smallint, integer or bigint, not '\(text)'",
      at: reader.range(of: "type"))
    return bigint
  }

  /// Adds the sequences that serial columns make.
  public static func complete(_ declarations: inout Declarations) {
    for column in declarations.snapshot.all(Column.self) where column.isSerial {
      var sequence = NumberSequence(name: column.sequenceName, type: column.type)
      sequence.ownedBy = column.id
      sequence.isImplied = true
      sequence.isUnlogged =
        declarations.snapshot.object(Table.id(column.table), as: Table.self)?.isUnlogged ?? false
      if let range = declarations.positions[column.id] {
        declarations.declare(sequence, at: range)
      }
    }
  }
}

extension DecodingScope {
  /// Reads `table.column` or `schema.table.column`.
  func column(
    _ key: String, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (table: QualifiedName, column: String)? {
    guard let text = reader.string(key, &report) else { return nil }
    guard let parts = nameParts(text), (2...3).contains(parts.count) else {
      report.error(
        "invalid-name", "'\(text)' is not table.column or schema.table.column",
        at: reader.range(of: key))
      return nil
    }
    let table = parts[parts.count - 2]
    let place = parts.count == 3 ? parts[0] : schema(of: table)
    return (QualifiedName(schema: place, name: table), parts[parts.count - 1])
  }
}
