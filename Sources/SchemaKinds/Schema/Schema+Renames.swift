import SQLText
public import SchemaCore

extension OperationKind {
  static let renameSchema = OperationKind("rename_schema", .renames)
}

extension Schema {
  public func renamed(by names: Renaming) -> Schema {
    var copy = self
    copy.name = names.schema(name)
    return copy
  }
}

extension SchemaKind {
  public static func rename(
    _ object: Schema, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renameSchema, object.id, from: former, to: object.name) {
      "ALTER SCHEMA \($0) RENAME TO \($1)"
    }
  }
}
