import SQLText
public import SchemaCore

extension OperationKind {
  static let addExclusionConstraint = OperationKind("add_exclusion_constraint", .tables)
  static let dropExclusionConstraint = OperationKind("drop_exclusion_constraint", .tables)
}

extension ExclusionConstraintKind {
  public static func needsReplacement(
    _ old: ExclusionConstraint, by new: ExclusionConstraint, in context: PlanContext
  ) -> Bool { true }

  /// A constraint of a new table is part of CREATE TABLE; for live ones PostgreSQL has no form
  /// that builds the index first.
  public static func create(_ new: ExclusionConstraint, in context: PlanContext) -> [Operation] {
    let table = Table.id(new.table)
    guard !context.isCreated(table) else { return [] }
    return [
      Operation(
        .addExclusionConstraint, new.id,
        [ConstraintSQL.addition(of: new.inlineSQL, to: new.table)],
        locks: context.locks(.accessExclusive, on: table), dataEffect: .scans,
        requires: context.columns(of: new.table, in: new.expressions), provides: [new.id],
        reversal: .statements([ConstraintSQL.removal(of: new.name, from: new.table)]),
        summary: "\(list(new)), its index is built under ACCESS EXCLUSIVE: there is no online form")
    ]
  }

  public static func alter(
    _ old: ExclusionConstraint, into new: ExclusionConstraint, in context: PlanContext
  ) -> [Operation] {
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  public static func drop(_ old: ExclusionConstraint, in context: PlanContext) -> [Operation] {
    let isReplaced = context.isReplaced(old.id)
    return [
      Operation(
        .dropExclusionConstraint, old.id,
        [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: !isReplaced, releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.inlineSQL, to: old.table)]),
        summary: isReplaced ? "\(list(old)) makes way" : list(old))
    ]
  }

  private static func list(_ constraint: ExclusionConstraint) -> String {
    let list = constraint.elements.map(\.sql).joined(separator: ", ")
    return "(\(list))" + (constraint.predicate.isEmpty ? "" : " where \(constraint.predicate)")
  }
}
