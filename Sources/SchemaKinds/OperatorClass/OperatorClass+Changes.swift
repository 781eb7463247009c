import SQLText
public import SchemaCore

extension OperationKind {
  static let createOperatorClass = OperationKind("create_operator_class", .types, isFloating: true)
  static let dropOperatorClass = OperationKind("drop_operator_class", .types)
}

extension OperatorClassKind {
  /// Nothing in an operator class can be changed.
  public static func needsReplacement(
    _ old: OperatorClass, by new: OperatorClass, in context: PlanContext
  ) -> Bool { true }

  public static func create(_ new: OperatorClass, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createOperatorClass, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "for type \(new.type.sql)")
    ]
  }

  public static func alter(
    _ old: OperatorClass, into new: OperatorClass, in context: PlanContext
  ) -> [Operation] { [] }

  public static func drop(_ old: OperatorClass, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropOperatorClass, old.id, looseRemoval(of: old) + [removal(of: old)],
        isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old)]), summary: "for type \(old.type.sql)")
    ]
  }

  /// A class has at least one member: the storage of its own type says nothing.
  private static func creation(of value: OperatorClass) -> SQLFragment {
    var members = value.members.clauses
    if let storage = value.storage { members.append("STORAGE \(storage.sql)") }
    if members.isEmpty { members.append("STORAGE \(value.type.sql)") }
    return SQLFragment(
      "CREATE OPERATOR CLASS \(value.name.sql)\(value.isDefault ? " DEFAULT" : "") "
        + "FOR TYPE \(value.type.sql) USING \(quotedIdentifier(value.method)) "
        + "FAMILY \(value.family.sql) AS \(members.joined(separator: ", "))")
  }

  /// What depends on the family would stay in it, where another class of the name finds it.
  private static func looseRemoval(of value: OperatorClass) -> [SQLFragment] {
    let places = value.members.loose.places
    guard !places.isEmpty else { return [] }
    let family = "\(value.family.sql) USING \(quotedIdentifier(value.method))"
    return [
      SQLFragment("ALTER OPERATOR FAMILY \(family) DROP \(places.joined(separator: ", "))")
    ]
  }

  private static func removal(of value: OperatorClass) -> SQLFragment {
    SQLFragment("DROP OPERATOR CLASS \(value.sql)")
  }
}
