import SQLText
public import SchemaCore

extension OperationKind {
  static let renameSequence = OperationKind("rename_sequence", .renames)
}

extension NumberSequence {
  public func renamed(by names: Renaming) -> NumberSequence {
    var copy = self
    copy.name = names.relation(name)
    copy.ownedBy = ownedBy.map(names.id)
    return copy
  }
}

extension SequenceKind {
  public static func rename(
    _ object: NumberSequence, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameSequence, object.id, from: former, to: object.name.name,
      requires: [Schema.id(schema)]
    ) { "ALTER SEQUENCE \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }
}
