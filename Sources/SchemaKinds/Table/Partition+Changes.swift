import SQLText
import SchemaCore

extension OperationKind {
  static let attachPartition = OperationKind("attach_partition", .tables)
  static let detachPartition = OperationKind("detach_partition", .tables)
}

extension TableKind {
  /// The operations that make a live table a partition, another's partition, or a table of its
  /// own again.
  static func partitioning(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    guard old.partition != new.partition else { return [] }
    switch (old.partition, new.partition) {
    case (let former?, let wanted?) where former.parent == wanted.parent:
      if former.isDetachPending {
        return [detachment(of: old, from: former, in: context)]
          + attachment(of: new, to: wanted, in: context)
      }
      return [rebinding(of: new, from: former, to: wanted, in: context)]
    case (let former?, let wanted?):
      return [detachment(of: old, from: former, in: context)]
        + attachment(of: new, to: wanted, in: context)
    case (let former?, nil): return [detachment(of: old, from: former, in: context)]
    case (nil, let wanted?): return attachment(of: new, to: wanted, in: context)
    case (nil, nil): return []
    }
  }

  // MARK: Attach

  /// A check that is validated before proves the bound, so that ATTACH needn't scan the table
  /// under its lock; the parent's writers go on (SHARE UPDATE EXCLUSIVE).
  private static func attachment(
    of table: Table, to partition: Table.Partition, in context: PlanContext
  ) -> [Operation] {
    let ready = ObjectID(
      .table, schema: table.name.schema, table.name.name, member: "(attachable)")
    let fitted = ObjectID(.table, schema: table.name.schema, table.name.name, member: "(fitted)")
    let fit = PartitionFit(table: table.name, parent: partition.parent, in: context)
    let keys = PartitionKeys(
      of: table.name, under: partition.parent, in: fit.finished(in: context))
    // Elsewhere NOT NULL is tightened after the post-scripts, and indexes come after tables;
    // here ATTACH waits for both.
    let preparation =
      fit.operations.map { preparing($0, for: [fitted, ready]) }
      + keys.operations.map { preparing($0, after: fitted, for: [ready]) }
    let proof = PartitionProof(of: table.name, in: partition)
    let attach = attaching(table.name, partition)
    return preparation + [
      Operation(
        .attachPartition, table.id, proof.before + [attach] + proof.after,
        transactionalForm: [attach],
        locks: context.locks(.accessExclusive, on: table.id)
          + context.locks(.shareUpdateExclusive, on: Table.id(partition.parent)),
        transactionality: .ownTransaction, dataEffect: .scans,
        requires: [ready, Table.bounds(of: partition.parent), Table.id(partition.parent)],
        reversal: .statements([detaching(table.name, partition.parent)]),
        summary: "to '\(partition.parent)' \(partition.bound)")
    ]
  }

  private static func preparing(
    _ operation: Operation, after: ObjectID? = nil, for goals: [ObjectID]
  ) -> Operation {
    var copy = operation
    copy.kind.phase = .tables
    copy.provides.formUnion(goals)
    if let after { copy.requires.insert(after) }
    return copy
  }

  static func attaching(_ table: QualifiedName, _ partition: Table.Partition) -> SQLFragment {
    SQLFragment(
      "ALTER TABLE \(partition.parent.sql) ATTACH PARTITION \(table.sql) \(partition.bound)")
  }

  private static func detaching(
    _ table: QualifiedName, _ parent: QualifiedName, _ mode: String = ""
  ) -> SQLFragment {
    SQLFragment("ALTER TABLE \(parent.sql) DETACH PARTITION \(table.sql)\(mode)")
  }

  // MARK: Detach

  private static func detachment(
    of table: Table, from partition: Table.Partition, in context: PlanContext
  ) -> Operation {
    let plain = detaching(table.name, partition.parent)
    var operation = Operation(
      .detachPartition, table.id, [plain],
      locks: context.locks(.accessExclusive, on: table.id)
        + context.locks(.accessExclusive, on: Table.id(partition.parent)),
      provides: [table.id, Table.bounds(of: partition.parent)],
      reversal: .statements([attaching(table.name, partition)]),
      summary: "from '\(partition.parent)'")
    if partition.isDetachPending {
      let own = context.declared.parts(of: table.id, as: Check.self).map(\.name)
      let checks = PartitionChecks(of: table.name, besides: own)
      operation.statements = [
        checks.note, detaching(table.name, partition.parent, " FINALIZE"), checks.removal,
      ]
      operation.transactionalForm = operation.statements
      operation.summary += ", ending an interrupted detach"
    } else if canDetachConcurrently(table, from: partition, in: context) {
      let checks = PartitionChecks(of: table.name)
      operation.statements = [
        checks.note, detaching(table.name, partition.parent, " CONCURRENTLY"), checks.removal,
      ]
      operation.transactionalForm = [plain]
      operation.transactionality = .outside
      operation.locks =
        context.locks(.accessExclusive, on: table.id)
        + context.locks(.shareUpdateExclusive, on: Table.id(partition.parent))
    }
    return operation
  }

  /// PostgreSQL 14 and later, and not beside a default partition (manual, ALTER TABLE).
  private static func canDetachConcurrently(
    _ table: Table, from partition: Table.Partition, in context: PlanContext
  ) -> Bool {
    context.serverVersion >= 140_000 && !context.isDropped(Table.id(partition.parent))
      && !context.facts.defaultPartitions.contains(Table.id(partition.parent))
  }

  // MARK: Another bound

  /// Detach and attach in one transaction: no moment without the rows.
  private static func rebinding(
    of table: Table, from old: Table.Partition, to new: Table.Partition, in context: PlanContext
  ) -> Operation {
    let proof = PartitionProof(of: table.name, in: new)
    let swap = [detaching(table.name, new.parent), attaching(table.name, new)] + proof.after
    let body = swap.map { "  \($0.sql);" }.joined(separator: "\n")
    return Operation(
      .attachPartition, table.id,
      proof.before + [SQLFragment("DO " + dollarQuoted("\nBEGIN\n\(body)\nEND\n"))],
      transactionalForm: [detaching(table.name, new.parent), attaching(table.name, new)],
      locks: context.locks(.accessExclusive, on: table.id)
        + context.locks(.accessExclusive, on: Table.id(new.parent)),
      transactionality: .ownTransaction, dataEffect: .scans,
      provides: [Table.bounds(of: new.parent)],
      reversal: .statements([detaching(table.name, old.parent), attaching(table.name, old)]),
      summary: "\(old.bound) → \(new.bound); rows that don't fit stop it")
  }
}
