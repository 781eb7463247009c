import SQLText
public import SchemaCore

extension OperationKind {
  static let renameOperatorFamily = OperationKind("rename_operator_family", .renames)
}

extension OperatorFamily {
  /// A family that a class has its own name from goes along with it.
  public func derivedName(after names: Renaming) -> String? {
    names.members[OperatorClass.id(name, method: method)]
  }

  public func renamed(by names: Renaming) -> OperatorFamily {
    var copy = self
    copy.name = names.inSchema(id)
    copy.members = members.renamed(by: names)
    return copy
  }
}

extension OperatorFamilyKind {
  public static func rename(
    _ object: OperatorFamily, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    let method = quotedIdentifier(object.method)
    return renaming(
      .renameOperatorFamily, object.id, from: former, to: object.name.name,
      requires: [Schema.id(object.name.schema)]
    ) { "ALTER OPERATOR FAMILY \(schema).\($0) USING \(method) RENAME TO \($1)" }
  }
}
