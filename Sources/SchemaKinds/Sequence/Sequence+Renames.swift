import SQLText
public import SchemaCore

extension OperationKind {
  static let renameSequence = OperationKind("rename_sequence", .renames)
}

extension NumberSequence {
  /// The sequence of a serial column is named after table and column.
  public func derivedName(after names: Renaming) -> String? {
    guard let owner = ownedBy,
      name.name == serialSequenceName(table: owner.name, column: owner.member)
    else { return nil }
    let column = names.column(owner)
    return serialSequenceName(table: column.name, column: column.member)
  }

  public func renamed(by names: Renaming) -> NumberSequence {
    var copy = self
    copy.name = names.relation(name)
    copy.ownedBy = ownedBy.map(names.column)
    return copy
  }
}

extension Renaming {
  /// Returns a column's identity after.
  fileprivate func column(_ id: ObjectID) -> ObjectID {
    let table = id.qualifiedName
    return Column.id(column(id.member, of: table), of: relation(table))
  }
}

extension SequenceKind {
  public static func rename(
    _ object: NumberSequence, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameSequence, object.id, from: former, to: object.name.name,
      locks: context.renameLock(object.id), requires: [Schema.id(schema)]
    ) { "ALTER SEQUENCE \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }
}
