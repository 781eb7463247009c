import SQLText
public import SchemaCore

extension OperationKind {
  static let renamePolicy = OperationKind("rename_policy", .renames)
}

extension Policy {
  public func renamed(by names: Renaming) -> Policy {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.roles = Policy.normalized(roles.map(names.role))
    return copy
  }
}

extension PolicyKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: Policy, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renamePolicy, object.id, from: former, to: object.name,
      locks: context.renameLock(Table.id(object.table)), requires: [Table.id(object.table)]
    ) { "ALTER POLICY \($0) ON \(object.table.sql) RENAME TO \($1)" }
  }
}
