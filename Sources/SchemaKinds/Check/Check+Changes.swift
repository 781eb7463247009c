import SQLText
public import SchemaCore

extension OperationKind {
  static let addCheckNotValid = OperationKind("add_check_not_valid", .tables)
  static let dropCheck = OperationKind("drop_check", .tables)
}

extension CheckKind {
  public static func needsReplacement(
    _ old: Check, by new: Check, in context: PlanContext
  ) -> Bool { !needsOnlyValidation(old, new) }

  private static func needsOnlyValidation(_ old: Check, _ new: Check) -> Bool {
    var valid = old
    valid.isValid = true
    if lexicallyEqual(valid.expression, new.expression) { valid.expression = new.expression }
    return !old.isValid && valid == new
  }

  /// A check of a new table is part of CREATE TABLE; a live one is never scanned under the
  /// lock that adds the check.
  public static func create(_ new: Check, in context: PlanContext) -> [Operation] {
    let table = Table.id(new.table)
    guard !context.isCreated(table) || !new.standsInTable else { return [] }
    let back = ConstraintSQL.removal(of: new.name, from: new.table)
    let addition = Operation(
      .addCheckNotValid, new.id,
      [
        ConstraintSQL.addition(
          of: new.inlineSQL + (new.isEnforced ? " NOT VALID" : ""), to: new.table)
      ],
      locks: context.locks(.accessExclusive, on: table),
      requires: context.columns(of: new.table, in: new.expressions), provides: [new.id],
      reversal: .statements([back]), summary: new.expression)
    return new.isValid ? [addition, validation(of: new, in: context)] : [addition]
  }

  public static func alter(_ old: Check, into new: Check, in context: PlanContext) -> [Operation] {
    if needsOnlyValidation(old, new) { return [validation(of: new, in: context)] }
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  public static func drop(_ old: Check, in context: PlanContext) -> [Operation] {
    let isReplaced = context.isReplaced(old.id)
    return [
      Operation(
        .dropCheck, old.id, [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: !isReplaced, releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.addition, to: old.table)]),
        summary: isReplaced ? "\(old.expression) makes way" : old.expression)
    ]
  }

  private static func validation(of check: Check, in context: PlanContext) -> Operation {
    Operation(
      .validateConstraint, check.id,
      [ConstraintSQL.validation(of: check.name, on: check.table)],
      locks: context.locks(.shareUpdateExclusive, on: Table.id(check.table)),
      transactionality: .ownTransaction, dataEffect: .scans, requires: [check.id],
      reversal: .statements([]), summary: "checks the existing rows")
  }
}
