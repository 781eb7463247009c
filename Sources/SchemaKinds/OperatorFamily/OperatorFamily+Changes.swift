import SQLText
public import SchemaCore

extension OperationKind {
  static let createOperatorFamily = OperationKind(
    "create_operator_family", .types, isFloating: true)
  static let alterOperatorFamily = OperationKind("alter_operator_family", .types, isFloating: true)
  static let dropOperatorFamily = OperationKind("drop_operator_family", .types)
}

extension OperatorFamilyKind {
  public static func create(_ new: OperatorFamily, in context: PlanContext) -> [Operation] {
    let creation = Operation(
      .createOperatorFamily, new.id, [SQLFragment("CREATE OPERATOR FAMILY \(new.sql)")],
      provides: [new.id], reversal: .statements([removal(of: new)]))
    guard !new.members.isEmpty else { return [creation] }
    var operation = creation
    operation.statements += change(of: OperatorFamily(name: new.name, method: new.method), to: new)
    return [operation]
  }

  public static func alter(
    _ old: OperatorFamily, into new: OperatorFamily, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterOperatorFamily, new.id, change(of: old, to: new), provides: [new.id],
        reversal: .statements(change(of: new, to: old)), summary: "members")
    ]
  }

  public static func drop(_ old: OperatorFamily, in context: PlanContext) -> [Operation] {
    let empty = OperatorFamily(name: old.name, method: old.method)
    return [
      Operation(
        .dropOperatorFamily, old.id, [removal(of: old)], isDestructive: true, releases: [old.id],
        reversal: .statements(
          [SQLFragment("CREATE OPERATOR FAMILY \(old.sql)")] + change(of: empty, to: old)))
    ]
  }

  private static func change(
    of old: OperatorFamily, to new: OperatorFamily
  ) -> [SQLFragment] {
    let alter = "ALTER OPERATOR FAMILY \(new.sql)"
    let gone = old.members.subtracting(new.members).places
    let added = new.members.subtracting(old.members).clauses
    return (gone.isEmpty ? [] : [SQLFragment("\(alter) DROP \(gone.joined(separator: ", "))")])
      + (added.isEmpty ? [] : [SQLFragment("\(alter) ADD \(added.joined(separator: ", "))")])
  }

  private static func removal(of family: OperatorFamily) -> SQLFragment {
    SQLFragment("DROP OPERATOR FAMILY \(family.sql)")
  }
}
