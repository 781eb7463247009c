import SQLText
public import SchemaCore

extension OperationKind {
  static let renameMaterializedView = OperationKind("rename_materialized_view", .renames)
}

extension MaterializedView {
  public func renamed(by names: Renaming) -> MaterializedView {
    var copy = self
    copy.query = names.text(query, from: name.schema)
    copy.ownQuery = names.text(ownQuery, from: name.schema)
    copy.name = names.relation(name)
    return copy
  }
}

extension MaterializedViewKind {
  public static func rename(
    _ object: MaterializedView, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameMaterializedView, object.id, from: former, to: object.name.name,
      locks: context.renameLock(object.id), requires: [Schema.id(schema)]
    ) { "ALTER MATERIALIZED VIEW \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }
}
