import SQLText
public import SchemaCore

extension OperationKind {
  static let renameEnum = OperationKind("rename_enum", .renames)
  static let renameEnumValue = OperationKind("rename_enum_value", .renames)
}

extension EnumType {
  public func renamed(by names: Renaming) -> EnumType {
    var copy = self
    copy.name = names.type(name)
    let changes = names.names.values[name] ?? [:]
    copy.values = values.map { changes[$0] ?? $0 }
    return copy
  }
}

extension EnumTypeKind {
  public static func rename(
    _ object: EnumType, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameEnum, object.id, from: former, to: object.name.name, requires: [Schema.id(schema)]
    ) { "ALTER TYPE \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }

  public static func rename(
    value former: String, to new: String, of object: EnumType, in context: PlanContext
  ) -> Operation? {
    func statement(_ old: String, _ new: String) -> SQLFragment {
      SQLFragment(
        "ALTER TYPE \(object.name.sql) RENAME VALUE \(quotedLiteral(old)) TO \(quotedLiteral(new))")
    }
    return Operation(
      .renameEnumValue, object.id, [statement(former, new)],
      requires: [Schema.id(object.name.schema)], provides: [object.id],
      reversal: .statements([statement(new, former)]), summary: "value '\(former)' → '\(new)'")
  }
}
