import SQLText
public import SchemaCore

extension OperationKind {
  static let addUniqueConstraint = OperationKind("add_unique_constraint", .tables)
  static let dropUniqueConstraint = OperationKind("drop_unique_constraint", .tables)
}

extension UniqueConstraintKind {
  public static func needsReplacement(
    _ old: UniqueConstraint, by new: UniqueConstraint, in context: PlanContext
  ) -> Bool { !old.hasDefinition(of: new) }

  /// A constraint of a new table is part of CREATE TABLE.
  public static func create(_ new: UniqueConstraint, in context: PlanContext) -> [Operation] {
    let table = Table.id(new.table)
    guard !context.isCreated(table) else { return [] }
    let back = ConstraintSQL.removal(of: new.name, from: new.table)
    guard !context.isPartitioned(new.table) else {
      return [
        Operation(
          .addUniqueConstraint, new.id,
          [ConstraintSQL.addition(of: new.inlineSQL, to: new.table)],
          locks: context.locks(.accessExclusive, on: table), dataEffect: .scans,
          provides: [new.id], reversal: .statements([back]),
          summary: "\(new.summary), built under the lock: the table is partitioned")
      ]
    }
    let index = ConstraintIndex(new)
    return [
      index.build(in: context),
      Operation(
        .addUniqueConstraint, new.id,
        [
          SQLFragment(
            "\(ConstraintSQL.alter(new.table)) ADD CONSTRAINT \(quotedIdentifier(new.name)) "
              + "UNIQUE USING INDEX \(quotedIdentifier(index.name))\(new.deferral.sql)")
        ],
        locks: context.locks(.accessExclusive, on: table), requires: [index.id],
        provides: [new.id], reversal: .statements([back]), summary: new.summary),
    ]
  }

  public static func alter(
    _ old: UniqueConstraint, into new: UniqueConstraint, in context: PlanContext
  ) -> [Operation] {
    if old.hasDefinition(of: new) {
      let index = QualifiedName(schema: new.table.schema, name: new.name)
      return alterIndexStorage(
        of: new.id, named: index, on: Table.id(new.table), from: old.storage, to: new.storage,
        in: context
      ).map { [$0] } ?? []
    }
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  public static func drop(_ old: UniqueConstraint, in context: PlanContext) -> [Operation] {
    let new =
      context.isReplaced(old.id)
      ? context.declared.object(old.id, as: UniqueConstraint.self) : nil
    // The new index is there before the old one goes, so the gap is one short transaction.
    let index = new.flatMap { ConstraintIndex($0).besideFormer(in: context) }
    return [
      Operation(
        .dropUniqueConstraint, old.id, [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: new == nil, requires: Set(index.map { [$0] } ?? []), releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.inlineSQL, to: old.table)]),
        summary: new == nil ? old.summary : "\(old.summary) makes way for the changed constraint")
    ]
  }
}
