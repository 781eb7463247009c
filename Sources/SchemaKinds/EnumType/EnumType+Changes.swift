import SQLText
public import SchemaCore

extension OperationKind {
  static let createEnum = OperationKind("create_enum", .types)
  static let dropEnum = OperationKind("drop_enum", .types)
  static let addEnumValue = OperationKind("add_enum_value", .types)
  static let removeEnumValue = OperationKind("remove_enum_value", .types)
}

extension EnumTypeKind {
  /// Values can't be taken away from a type, only from one that takes its place.
  public static func needsReplacement(
    _ old: EnumType, by new: EnumType, in context: PlanContext
  ) -> Bool {
    !removedValues(from: old, to: new).isEmpty
  }

  public static var losesByReplacement: Bool { true }

  public static func create(_ new: EnumType, in context: PlanContext) -> [Operation] {
    // The operation that stands for the drop of a live type makes the new one too.
    if context.live.contains(new.id) { return [] }
    let drop = SQLFragment("DROP TYPE \(new.name.sql)")
    return [
      Operation(
        .createEnum, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([drop]), summary: new.values.joined(separator: ", "))
    ]
  }

  public static func drop(_ old: EnumType, in context: PlanContext) -> [Operation] {
    if let new = context.declared.object(old.id, as: EnumType.self) {
      return [removal(from: old, to: new, in: context)]
    }
    return [
      Operation(
        .dropEnum, old.id, [SQLFragment("DROP TYPE \(old.name.sql)")], isDestructive: true,
        releases: [old.id], reversal: .statements([creation(of: old)]))
    ]
  }

  public static func refusal(
    _ old: EnumType, into new: EnumType, in context: PlanContext
  ) -> String? {
    if !removedValues(from: old, to: new).isEmpty {
      let holders = context.nestedHolders(of: old.id)
      guard holders.isEmpty else {
        return """
          values can't be taken away from an enum that columns hold inside other types: \
          \(holders.map(\.description).joined(separator: ", "))
          """
      }
    }
    let kept = old.values.filter(new.values.contains)
    let wanted = new.values.filter(old.values.contains)
    guard kept != wanted else { return nil }
    return """
      PostgreSQL can't reorder enum values: keep the live order \
      (\(old.values.joined(separator: ", "))), or declare a new type and move the columns to it
      """
  }

  public static func alter(
    _ old: EnumType, into new: EnumType, in context: PlanContext
  ) -> [Operation] {
    additions(from: old, to: new)
  }

  static func creation(of type: EnumType) -> SQLFragment {
    let values = type.values.map(quotedLiteral).joined(separator: ", ")
    return SQLFragment("CREATE TYPE \(type.name.sql) AS ENUM (\(values))")
  }

  /// A new value can't be used in the transaction that added it (55P04), so it commits first.
  private static func additions(from old: EnumType, to new: EnumType) -> [Operation] {
    var present = old.values
    var operations: [Operation] = []
    for (index, value) in new.values.enumerated() where !old.values.contains(value) {
      var statement = "ALTER TYPE \(new.name.sql) ADD VALUE \(quotedLiteral(value))"
      if index > 0 {
        let before = new.values[index - 1]
        if before != present.last { statement += " AFTER \(quotedLiteral(before))" }
        present.insert(value, at: (present.firstIndex(of: before) ?? present.count - 1) + 1)
      } else {
        if let first = present.first { statement += " BEFORE \(quotedLiteral(first))" }
        present.insert(value, at: 0)
      }
      operations.append(
        Operation(
          .addEnumValue, new.id, [SQLFragment(statement)],
          transactionality: .commitBoundaryAfter, provides: [new.id],
          reversal: .impossible("PostgreSQL can't remove an enum value"),
          summary: "value '\(value)'"))
    }
    return operations
  }
}
