import SQLText
public import SchemaCore

extension OperationKind {
  static let renameTrigger = OperationKind("rename_trigger", .renames)
}

extension Trigger {
  public func renamed(by names: Renaming) -> Trigger {
    let relation = relation.qualifiedName
    var copy = mappingExpressions { names.text($0, from: relation.schema, over: relation) }
    copy.relation = names.relation(self.relation)
    copy.name = names.member(id)
    copy.updateColumns = names.columns(updateColumns, of: relation)
    copy.function = names.routine(function)
    return copy
  }
}

extension TriggerKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: Trigger, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renameTrigger, object.id, from: former, to: object.name,
      locks: context.renameLock(object.relation), requires: [object.relation]
    ) { "ALTER TRIGGER \($0) ON \(object.relation.qualifiedName.sql) RENAME TO \($1)" }
  }
}
