import SQLText
public import SchemaCore

extension OperationKind {
  static let renameRule = OperationKind("rename_rule", .renames)
}

extension Rule {
  public func renamed(by names: Renaming) -> Rule {
    let relation = relation.qualifiedName
    var copy = mappingExpressions { names.text($0, from: relation.schema, over: relation) }
    copy.relation = names.relation(self.relation)
    copy.name = names.member(id)
    return copy
  }
}

extension RuleKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: Rule, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renameRule, object.id, from: former, to: object.name,
      locks: context.renameLock(object.relation), requires: [object.relation]
    ) { "ALTER RULE \($0) ON \(object.relation.qualifiedName.sql) RENAME TO \($1)" }
  }
}
