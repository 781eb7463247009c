import SQLText
public import SchemaCore

extension ColumnKind {
  public static func alter(
    _ old: Column, into new: Column, in context: PlanContext
  ) -> [Operation] {
    if let swap = swap(old, new, in: context) { return [swap] }
    var old = old
    // What changes a parent's column changes its children's: they can't be changed alone.
    if isRetypedByParent(new, in: context) {
      (old.type, old.collation) = (new.type, new.collation)
    }
    if mustBeRebuilt(old, new, in: context) { return [rebuilding(of: old, as: new, in: context)] }
    var new = new
    // The live spelling of a default may be a value of the former type.
    if old.type != new.type, let written = context.written?.object(new.id, as: Column.self) {
      new.defaultExpression = written.isSerial ? new.defaultExpression : written.defaultExpression
    }
    // A key's column can't lose NOT NULL (42P16) while the key's own drop is blocked.
    if isHeldByKey(old, in: context) { new.isNullable = false }
    let isTightened = old.isNullable && !new.isNullable && !isTightenedByKey(new, in: context)
    // Tightening takes its own check up again, but not one with the column's former name in it.
    let keepsCheck =
      isTightened && quotedIdentifier(old.tighteningCheck) == tighteningCheck(of: new)
    let alteration = ColumnAlteration(
      old: old, new: new, keepsCheck: keepsCheck, isForeign: context.isForeign(new.table))
    var operations: [Operation] = []
    if !alteration.statements.isEmpty { operations.append(change(alteration, in: context)) }
    if let type = new.sequenceType, old.isSerial, old.sequenceType != type {
      operations.append(sequenceChange(from: old, to: new, type: type))
    }
    if old.notNullName != new.notNullName, !renamesNotNull(of: new, in: context),
      let renaming = new.notNullRenaming(from: old)
    {
      operations.append(
        Operation(
          .renameConstraint, new.id, [renaming], locks: context.renameLock(Table.id(new.table)),
          requires: [Table.id(new.table), new.id], reversal: .impossible("named by the server"),
          summary: "NOT NULL of '\(new.name)'"))
    }
    if let change = settingsChange(from: old, to: new, in: context) { operations.append(change) }
    if let change = identityChange(from: old, to: new) { operations.append(change) }
    if isTightened { operations.append(tightening(of: new, in: context)) }
    // Only a column that is NOT NULL can become an identity column.
    if old.identity == nil, let identity = new.identity {
      operations.append(identityAddition(identity, from: old, to: new, in: context))
    }
    return operations
  }

  /// The contract of a change of type that was made beside the column.
  private static func swap(
    _ old: Column, _ new: Column, in context: PlanContext
  ) -> Operation? {
    let id = Expansion.id(new.name, of: new.table)
    guard let form = context.contracts[id], let pair = context.live.object(id, as: Expansion.self),
      pair.keepsName
    else { return nil }
    var operation = ColumnSwap(
      pair: pair, old: old, new: new, form: form, context: context
    ).operation()
    let alteration = ColumnAlteration(
      old: old, new: new, keepsCheck: false, isForeign: context.isForeign(new.table))
    takeGeneratedColumns(into: &operation, alteration, context)
    return operation
  }

  private static func change(
    _ alteration: ColumnAlteration, in context: PlanContext
  ) -> Operation {
    let new = alteration.new
    var operation = Operation(
      .alterColumn, new.id, alteration.statements,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: alteration.dataEffect,
      isDestructive: alteration.isNarrowing || alteration.losesIdentity,
      requires: sources(of: new, in: context), provides: provisions(of: new),
      reversal: alteration.reversal, summary: alteration.summary)
    if alteration.losesIdentity, let sequence = alteration.old.identitySequence {
      operation.releases.insert(sequence)
    }
    if alteration.touchesDefault {
      operation.statements += PartitionColumnKind.restoredDefaults(
        of: new.name, below: new.table, in: context)
    }
    if alteration.isRetyped {
      takeGeneratedColumns(into: &operation, alteration, context)
      let publications = context.publicationsStepping(asideFrom: alteration.old)
      operation.statements = publications.release + operation.statements + publications.restoration
    }
    return operation
  }

  /// The type of a column that a generated one is computed from can't change (0A000), so the
  /// generated one leaves for the time.
  private static func takeGeneratedColumns(
    into operation: inout Operation, _ alteration: ColumnAlteration, _ context: PlanContext
  ) {
    for live in generatedColumns(from: alteration.old, in: context) {
      let declared =
        context.written?.object(live.id, as: Column.self)
        ?? context.declared.object(live.id, as: Column.self) ?? live
      guard !declared.generatedExpression.isEmpty else {
        // Its own change makes it an ordinary column, which keeps its values.
        operation.requires.insert(live.id)
        continue
      }
      let rebuilding = ColumnRebuilding(of: live, as: declared, in: context)
      operation.statements.insert(rebuilding.drop, at: 0)
      operation.statements += rebuilding.additions
      operation.provides.insert(live.id)
      operation.dataEffect = .rewrites
      operation.summary += ", generated column '\(live.name)' computed anew"
      operation.reversal = .impossible("generated column '\(live.name)' stands on it")
    }
  }

  private static func rebuilding(
    of old: Column, as new: Column, in context: PlanContext
  ) -> Operation {
    let isComputed = !old.generatedExpression.isEmpty
    let rebuilding = ColumnRebuilding(of: old, as: new, in: context)
    return Operation(
      .alterColumn, new.id, [rebuilding.drop] + rebuilding.additions,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: isComputed ? .rewrites : .destroys, isDestructive: !isComputed,
      requires: sources(of: new, in: context), provides: [new.id],
      reversal: isComputed
        ? .statements(reversal(of: old, in: context))
        : .impossible("the column's values are not kept"),
      summary: isComputed
        ? "computed anew by another expression"
        : "becomes a generated column; its values are replaced")
  }

  private static func reversal(of old: Column, in context: PlanContext) -> [SQLFragment] {
    let back = ColumnRebuilding(of: old, as: old, in: context)
    return [back.drop] + back.additions
  }

  private static func sequenceChange(
    from old: Column, to new: Column, type: TypeName
  ) -> Operation {
    let sequence = new.sequenceName.sql
    let former = old.sequenceType ?? old.type
    return Operation(
      .alterSequence, new.id, [SQLFragment("ALTER SEQUENCE \(sequence) AS \(type.sql)")],
      requires: [new.id],
      reversal: .statements([SQLFragment("ALTER SEQUENCE \(sequence) AS \(former.sql)")]),
      summary: "sequence type \(former.sql) → \(type.sql)")
  }
}
