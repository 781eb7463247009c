import SQLText
public import SchemaCore
public import SourceText

/// Indexes: the list `indexes` of a table or a materialized view.
public enum IndexKind: ObjectKind {
  public typealias Object = Index
  public static var id: KindID { .index }
  public static var places: [YAMLPlace] {
    [.member(of: .table, key: "indexes"), .member(of: .materializedView, key: "indexes")]
  }
  public static var dependence: Dependence { .follows }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'indexes'", into: &declarations.report) {
      decodeIndex(item, of: owner, into: &declarations)
    }
  }

  private static func decodeIndex(
    _ node: DocumentNode, of owner: ObjectID, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "index", report: &declarations.report)
    else { return }
    let keys = IndexKeys(&reader, of: owner, into: &declarations)
    let name = reader.string("name", &declarations.report)
    if let name {
      _ = checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    }
    var index = Index(
      table: owner.qualifiedName, tableKind: owner.kind, name: name, keys: keys.keys)
    let isUnique = reader.bool("unique", &declarations.report)
    index.isUnique = isUnique ?? false
    index.method = reader.string("method", &declarations.report)?.lowercased() ?? "btree"
    index.predicate = trimmed(reader.string("where", &declarations.report) ?? "")
    declarations.useColumns(in: reader.node["where"], of: owner)
    index.nullsNotDistinct = reader.bool("nulls_not_distinct", &declarations.report) ?? false
    index.include = keys.include
    index.storage = .read("with", from: &reader, into: &declarations.report)
    let isConstraint = reader.bool("as_constraint", &declarations.report) ?? false
    let deferral = deferral(&reader, isConstraint, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard !index.keys.isEmpty else { return }
    let commentRange = reader.range(of: reader.has("comment") ? "comment" : "description")
    if isConstraint {
      var constraint = UniqueConstraint(
        table: index.table, name: name, columns: index.keys.map(\.column))
      constraint.include = index.include
      constraint.nullsNotDistinct = index.nullsNotDistinct
      constraint.deferral = deferral
      constraint.storage = index.storage
      checkConstraint(index, isUnique, keys, reader, into: &declarations.report)
      declarations.declare(constraint, at: node.range)
      declarations.declareComment(comment, on: constraint.id, at: commentRange)
    } else {
      if index.nullsNotDistinct, !index.isUnique {
        declarations.report.error(
          "wrong-value", "'nulls_not_distinct' of an index needs 'unique: true'",
          at: reader.range(of: "nulls_not_distinct"))
      }
      declarations.declare(index, at: node.range)
      declarations.declareComment(comment, on: index.id, at: commentRange)
    }
  }

  private static func deferral(
    _ reader: inout MappingReader, _ isConstraint: Bool, into report: inout DiagnosticReport
  ) -> Deferral {
    let words = ["initially_immediate", "initially_deferred"]
    guard let word = reader.word("deferrable", of: words, &report) else { return .notDeferrable }
    if !isConstraint {
      report.error(
        "wrong-value", "'deferrable' of an index needs 'as_constraint: true'",
        at: reader.range(of: "deferrable"))
    }
    return word == words[0] ? .initiallyImmediate : .initiallyDeferred
  }

  /// A UNIQUE constraint takes bare columns in their default order only.
  private static func checkConstraint(
    _ index: Index, _ isUnique: Bool?, _ keys: IndexKeys, _ reader: MappingReader,
    into report: inout DiagnosticReport
  ) {
    func reject(_ reason: String, at range: SourceRange) {
      report.error("wrong-value", "an index 'as_constraint' \(reason)", at: range)
    }
    if index.tableKind != .table {
      reject("belongs to a table", at: reader.range(of: "as_constraint"))
    }
    if isUnique == false { reject("is always unique", at: reader.range(of: "unique")) }
    if index.method != "btree" { reject("is a btree", at: reader.range(of: "method")) }
    if !index.predicate.isEmpty { reject("has no 'where'", at: reader.range(of: "where")) }
    if keys.hasOperatorClass {
      reject(
        "has no 'opclass'", at: reader.range(of: reader.has("opclass") ? "opclass" : "columns"))
    }
    for (key, range) in zip(index.keys, keys.ranges) {
      if key.column.isEmpty {
        reject("has no expressions", at: range)
      } else if key.isDescending || key.nullsFirst {
        reject("has its columns in default order", at: range)
      }
    }
  }
}
