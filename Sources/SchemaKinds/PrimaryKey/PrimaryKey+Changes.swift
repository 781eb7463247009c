import SQLText
public import SchemaCore

extension OperationKind {
  static let addPrimaryKey = OperationKind("add_primary_key", .tables)
  static let dropPrimaryKey = OperationKind("drop_primary_key", .tables)
}

extension PrimaryKeyKind {
  public static func needsReplacement(
    _ old: PrimaryKey, by new: PrimaryKey, in context: PlanContext
  ) -> Bool { !old.hasDefinition(of: new) }

  /// A key that only gets another name is renamed by the new key's operation.
  public static func isDropCandidate(_ live: PrimaryKey, in context: PlanContext) -> Bool {
    successor(of: live, in: context)?.hasDefinition(of: live) != true
      && !context.isMerged(live, of: live.table) { $0.columns == $1.columns }
  }

  /// The key of a new table is part of CREATE TABLE; a live table's key goes in the statement
  /// that makes the next one, so that the table is never without.
  public static func create(_ new: PrimaryKey, in context: PlanContext) -> [Operation] {
    let table = Table.id(new.table)
    guard !context.isCreated(table) else { return [] }
    let former = context.live.parts(of: table, as: PrimaryKey.self).first
    if let former, former.hasDefinition(of: new) {
      let renaming =
        former.name == new.name ? [] : [renaming(of: former, to: new, in: context)]
      return renaming + settings(from: former, to: new, in: context)
    }
    let index = ConstraintIndex(new)
    let isPartitioned = context.isPartitioned(new.table)
    let addition = addition(
      of: new, from: isPartitioned ? nil : index,
      insteadOf: index.standsBesideFormer(in: context) ? former : nil, in: context)
    return isPartitioned ? [addition] : [index.build(in: context), addition]
  }

  public static func alter(
    _ old: PrimaryKey, into new: PrimaryKey, in context: PlanContext
  ) -> [Operation] {
    old.hasDefinition(of: new)
      ? settings(from: old, to: new, in: context)
      : drop(old, in: context) + create(new, in: context)
  }

  private static func settings(
    from old: PrimaryKey, to new: PrimaryKey, in context: PlanContext
  ) -> [Operation] {
    let index = QualifiedName(schema: new.table.schema, name: new.name)
    return alterIndexStorage(
      of: new.id, named: index, on: Table.id(new.table), from: old.storage, to: new.storage,
      in: context
    ).map { [$0] } ?? []
  }

  public static func drop(_ old: PrimaryKey, in context: PlanContext) -> [Operation] {
    let new = successor(of: old, in: context)
    if let new, ConstraintIndex(new).standsBesideFormer(in: context) { return [] }
    return [
      Operation(
        .dropPrimaryKey, old.id, [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: new == nil, releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.inlineSQL, to: old.table)]),
        summary: new == nil ? old.summary : "\(old.summary) makes way for changed columns")
    ]
  }

  private static func successor(
    of old: PrimaryKey, in context: PlanContext
  ) -> PrimaryKey? {
    context.declared.parts(of: Table.id(old.table), as: PrimaryKey.self).first
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
      reversal: .statements([rename(new.name, former.name)]),
      summary: "'\(former.name)' → '\(new.name)'")
  }

  /// Makes the key from its index, or on a partitioned table, which takes none, at once.
  private static func addition(
    of new: PrimaryKey, from index: ConstraintIndex?, insteadOf former: PrimaryKey?,
    in context: PlanContext
  ) -> Operation {
    var actions: [String] = []
    var reversal = [ConstraintSQL.removal(of: new.name, from: new.table)]
    var summary = new.summary
    if let former {
      actions.append("DROP CONSTRAINT \(quotedIdentifier(former.name))")
      reversal.append(ConstraintSQL.addition(of: former.inlineSQL, to: new.table))
      summary += " instead of \(former.summary)"
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
        SQLFragment("\(alter) VALIDATE CONSTRAINT \(check)", isUnbounded: true),
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
