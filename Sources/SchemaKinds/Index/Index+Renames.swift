import SQLText
public import SchemaCore

extension OperationKind {
  static let renameIndex = OperationKind("rename_index", .renames)
}

extension Index: NamedAfterColumns {
  var defaultName: String { Index(table: table, tableKind: tableKind, keys: keys).name }

  public func renamed(by names: Renaming) -> Index {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.include = names.columns(include, of: table)
    for index in keys.indices {
      copy.keys[index].collation = keys[index].collation.renamed(by: names)
      copy.keys[index].operatorClass = keys[index].operatorClass.renamed(
        by: names, method: method, from: table.schema)
      guard !keys[index].column.isEmpty else { continue }
      copy.keys[index].column = names.column(keys[index].column, of: table)
    }
    return copy
  }
}

extension IndexKind {
  public static var isRenamedByName: Bool { true }

  /// ALTER INDEX takes SHARE UPDATE EXCLUSIVE only, from 12 on.
  public static func rename(
    _ object: Index, from former: String, in context: PlanContext
  ) -> Operation? {
    guard let owner = object.owner else { return nil }
    let schema = quotedIdentifier(object.table.schema)
    return renaming(
      .renameIndex, object.id, from: former, to: object.name, requires: [owner]
    ) { "ALTER INDEX \(schema).\($0) RENAME TO \($1)" }
  }
}
