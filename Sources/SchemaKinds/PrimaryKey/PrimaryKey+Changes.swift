import SQLText
public import SchemaCore

extension OperationKind {
  static let addPrimaryKey = OperationKind("add_primary_key", .tables)
  static let dropPrimaryKey = OperationKind("drop_primary_key", .tables)
  static let renameConstraint = OperationKind("rename_constraint", .tables)
}

extension PrimaryKeyKind {
  public static func needsReplacement(
    _ old: PrimaryKey, by new: PrimaryKey, in context: PlanContext
  ) -> Bool { true }

  /// The key of a new table is part of CREATE TABLE.
  public static func create(_ new: PrimaryKey, in context: PlanContext) -> [Operation] {
    guard !context.isCreated(Table.id(new.table)) else { return [] }
    let former = former(of: new, in: context)
    if let former, former.hasDefinition(of: new) {
      return [renaming(of: former, to: new, in: context)]
    }
    let isPartitioned = context.isPartitioned(new.table)
    let index = isPartitioned ? nil : ConstraintIndex(new)
    let addition = addition(of: new, from: index, insteadOf: former, in: context)
    return (index.map { [$0.build(in: context)] } ?? []) + [addition]
  }

  public static func alter(
    _ old: PrimaryKey, into new: PrimaryKey, in context: PlanContext
  ) -> [Operation] {
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  /// A key that another name replaces is dropped, or renamed, by the new key's operations.
  public static func drop(_ old: PrimaryKey, in context: PlanContext) -> [Operation] {
    let new = context.declared.parts(of: Table.id(old.table), as: PrimaryKey.self).first
    if let new, new.id != old.id { return [] }
    // The new index is there before the old one goes, so the gap is one short transaction.
    let index = context.isPartitioned(old.table) ? nil : new.map { ConstraintIndex($0).id }
    return [
      Operation(
        .dropPrimaryKey, old.id, [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: new == nil, requires: Set(index.map { [$0] } ?? []), releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.inlineSQL, to: old.table)]),
        summary: new == nil ? list(old) : "\(list(old)) makes way for the changed key")
    ]
  }

  /// The live key of the table that has another name.
  private static func former(of new: PrimaryKey, in context: PlanContext) -> PrimaryKey? {
    context.live.parts(of: Table.id(new.table), as: PrimaryKey.self).first {
      $0.id != new.id && !context.declared.contains($0.id)
    }
  }

  private static func renaming(
    of former: PrimaryKey, to new: PrimaryKey, in context: PlanContext
  ) -> Operation {
    func rename(_ old: String, _ name: String) -> SQLFragment {
      SQLFragment(
        "\(ConstraintSQL.alter(new.table)) RENAME CONSTRAINT \(quotedIdentifier(old)) "
          + "TO \(quotedIdentifier(name))")
    }
    return Operation(
      .renameConstraint, new.id, [rename(former.name, new.name)],
      locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
      releases: [former.id], reversal: .statements([rename(new.name, former.name)]),
      summary: "'\(former.name)' → '\(new.name)'")
  }

  private static func list(_ key: PrimaryKey) -> String {
    "(\(key.columns.joined(separator: ", ")))"
  }

  /// Makes the key from its index, or on a partitioned table, which takes none, at once.
  private static func addition(
    of new: PrimaryKey, from index: ConstraintIndex?, insteadOf former: PrimaryKey?,
    in context: PlanContext
  ) -> Operation {
    var actions: [String] = []
    var reversal = [ConstraintSQL.removal(of: new.name, from: new.table)]
    var summary = list(new)
    if let former {
      actions.append("DROP CONSTRAINT \(quotedIdentifier(former.name))")
      reversal.append(ConstraintSQL.addition(of: former.inlineSQL, to: new.table))
      summary += " instead of '\(former.name)'"
    }
    let proof = NotNullProof(of: new, isNeeded: index != nil, in: context)
    if let index {
      actions.append(
        "ADD CONSTRAINT \(quotedIdentifier(new.name)) PRIMARY KEY "
          + "USING INDEX \(quotedIdentifier(index.name))\(new.deferral.sql)")
    } else {
      actions.append("ADD \(new.inlineSQL)")
      summary += ", built under the lock: the table is partitioned"
    }
    let statement = SQLFragment(
      "\(ConstraintSQL.alter(new.table)) \(actions.joined(separator: ", "))")
    return Operation(
      .addPrimaryKey, new.id, proof.before + [statement] + proof.after,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      transactionality: proof.isEmpty ? .inTransaction : .ownTransaction,
      dataEffect: index == nil || !proof.isEmpty ? .scans : .preserves,
      requires: Set(index.map { [$0.id] } ?? []), provides: [new.id],
      releases: Set(former.map { [$0.id] } ?? []), reversal: .statements(reversal),
      summary: summary + proof.summary)
  }
}

/// Checks that prove a new primary key's nullable columns to be NOT NULL.
///
/// PRIMARY KEY USING INDEX makes its columns NOT NULL, with a scan under ACCESS EXCLUSIVE unless
/// a valid check proves it (12 and later).
private struct NotNullProof {
  private let table: QualifiedName
  private let columns: [Column]

  init(of key: PrimaryKey, isNeeded: Bool, in context: PlanContext) {
    table = key.table
    let live = key.columns.compactMap {
      context.live.object(Column.id($0, of: key.table), as: Column.self)
    }
    columns = isNeeded ? live.filter(\.isNullable) : []
  }

  var isEmpty: Bool { columns.isEmpty }

  var before: [SQLFragment] {
    let alter = ConstraintSQL.alter(table)
    return columns.flatMap { column -> [SQLFragment] in
      let check = ColumnKind.tighteningCheck(of: column)
      return [
        SQLFragment(
          "\(alter) DROP CONSTRAINT IF EXISTS \(check), ADD CONSTRAINT \(check) "
            + "CHECK (\(quotedIdentifier(column.name)) IS NOT NULL) NOT VALID"),
        SQLFragment("\(alter) VALIDATE CONSTRAINT \(check)"),
      ]
    }
  }

  var after: [SQLFragment] {
    let drops = columns.map { "DROP CONSTRAINT \(ColumnKind.tighteningCheck(of: $0))" }
    guard !drops.isEmpty else { return [] }
    return [SQLFragment("\(ConstraintSQL.alter(table)) \(drops.joined(separator: ", "))")]
  }

  var summary: String {
    let names = columns.map { "'\($0.name)'" }.joined(separator: ", ")
    return isEmpty ? "" : ", \(names) proven to be NOT NULL first"
  }
}
