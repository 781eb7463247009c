import SQLText
public import SchemaCore

extension OperationKind {
  static let renameCollation = OperationKind("rename_collation", .renames)
}

extension Collation {
  public func renamed(by names: Renaming) -> Collation {
    var copy = self
    copy.name = names.collation(name)
    return copy
  }
}

extension CollationKind {
  public static func rename(
    _ object: Collation, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    return renaming(
      .renameCollation, object.id, from: former, to: object.name.name,
      requires: [Schema.id(object.name.schema)]
    ) { "ALTER COLLATION \(schema).\($0) RENAME TO \($1)" }
  }
}
