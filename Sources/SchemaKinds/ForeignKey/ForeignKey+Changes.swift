import SQLText
public import SchemaCore

extension OperationKind {
  static let addForeignKey = OperationKind("add_foreign_key", .foreignKeys)
  static let addForeignKeyNotValid = OperationKind("add_foreign_key_not_valid", .foreignKeys)
  static let dropForeignKey = OperationKind("drop_foreign_key", .foreignKeys)
}

extension ForeignKeyKind {
  public static func needsReplacement(
    _ old: ForeignKey, by new: ForeignKey, in context: PlanContext
  ) -> Bool { !needsOnlyValidation(old, new) }

  private static func needsOnlyValidation(_ old: ForeignKey, _ new: ForeignKey) -> Bool {
    var valid = old
    valid.isValid = true
    return !old.isValid && valid == new
  }

  public static func create(_ new: ForeignKey, in context: PlanContext) -> [Operation] {
    let isNew = context.isCreated(Table.id(new.table))
    // Before 18 a partitioned table takes no NOT VALID foreign key (0A000).
    let isPlain =
      new.isValid
      && (isNew || (context.isPartitioned(new.table) && context.serverVersion < 180_000))
    let clause = new.inlineSQL + (isPlain || !new.isEnforced ? "" : " NOT VALID")
    let addition = Operation(
      isPlain ? .addForeignKey : .addForeignKeyNotValid, new.id,
      [ConstraintSQL.addition(of: clause, to: new.table)],
      locks: locks(.shareRowExclusive, .shareRowExclusive, of: new, in: context),
      dataEffect: isPlain && !isNew ? .scans : .preserves,
      requires: referencedKeys(of: new, in: context), provides: [new.id],
      reversal: .statements([ConstraintSQL.removal(of: new.name, from: new.table)]),
      summary: summary(of: new, isPlain: isPlain, isNew: isNew, in: context))
    return isPlain || !new.isValid ? [addition] : [addition, validation(of: new, in: context)]
  }

  public static func alter(
    _ old: ForeignKey, into new: ForeignKey, in context: PlanContext
  ) -> [Operation] {
    if needsOnlyValidation(old, new) { return [validation(of: new, in: context)] }
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  /// Dropping removes the triggers of both tables, each under ACCESS EXCLUSIVE.
  public static func drop(_ old: ForeignKey, in context: PlanContext) -> [Operation] {
    let isReplaced = context.isReplaced(old.id)
    return [
      Operation(
        .dropForeignKey, old.id, [ConstraintSQL.removal(of: old.name, from: old.table)],
        locks: locks(.accessExclusive, .accessExclusive, of: old, in: context),
        isDestructive: !isReplaced,
        requires: isReplaced ? replacedKeyIndexes(of: old, in: context) : [],
        releases: [old.id],
        reversal: .statements([ConstraintSQL.addition(of: old.addition, to: old.table)]),
        summary: isReplaced ? "\(path(of: old)) makes way" : path(of: old))
    ]
  }

  private static func validation(of key: ForeignKey, in context: PlanContext) -> Operation {
    Operation(
      .validateConstraint, key.id, [ConstraintSQL.validation(of: key.name, on: key.table)],
      locks: locks(.shareUpdateExclusive, .rowShare, of: key, in: context),
      transactionality: .ownTransaction, dataEffect: .scans, requires: [key.id],
      reversal: .statements([]), summary: "checks the existing rows")
  }

  // MARK: What it stands on

  /// The keys that the referenced columns are unique by: they must be there first.
  private static func referencedKeys(
    of key: ForeignKey, in context: PlanContext
  ) -> Set<ObjectID> {
    let columns = Set(key.referencedColumns)
    let keys = context.declared.uniqueKeys(of: Table.id(key.referencedTable))
    return Set(keys.filter { !$0.isPartial && Set($0.columns) == columns }.map(\.id))
  }

  /// The indexes of keys that are replaced: the foreign key stands until they are built, so
  /// that it is away for one short transaction only.
  private static func replacedKeyIndexes(
    of key: ForeignKey, in context: PlanContext
  ) -> Set<ObjectID> {
    let table = Table.id(key.referencedTable)
    let indexes = context.declared.parts(of: table).map { id -> ConstraintIndex? in
      switch context.declared[id] {
      case let key as PrimaryKey where context.isCreated(id): ConstraintIndex(key)
      case let unique as UniqueConstraint where context.isReplaced(id): ConstraintIndex(unique)
      default: nil
      }
    }
    return Set(indexes.compactMap { $0?.besideFormer(in: context) })
  }

  private static func locks(
    _ own: LockMode, _ other: LockMode, of key: ForeignKey, in context: PlanContext
  ) -> [RelationLock] {
    let table = Table.id(key.table)
    let referenced = Table.id(key.referencedTable)
    let locks = context.locks(own, on: table)
    return table == referenced ? locks : locks + context.locks(other, on: referenced)
  }

  private static func path(of key: ForeignKey) -> String {
    "(\(key.columns.joined(separator: ", "))) → \(key.referencedTable) "
      + "(\(key.referencedColumns.joined(separator: ", ")))"
  }

  private static func summary(
    of key: ForeignKey, isPlain: Bool, isNew: Bool, in context: PlanContext
  ) -> String {
    var text = path(of: key)
    if key.onDelete != .noAction { text += ", on delete \(key.onDelete.rawValue.lowercased())" }
    if key.onUpdate != .noAction { text += ", on update \(key.onUpdate.rawValue.lowercased())" }
    text += (key.matchesFull ? ", match full" : "") + key.deferral.sql.lowercased()
    if isPlain, !isNew {
      text += ", validated under the lock: a partitioned table has no NOT VALID before 18"
    } else if isNew, !context.locks(.shareRowExclusive, on: Table.id(key.referencedTable)).isEmpty {
      text += ", holds writers of '\(key.referencedTable)' out until the commit"
    }
    return text
  }
}
