import SQLText
public import SchemaCore

/// What a live table lacks to become a partition: ATTACH demands the parent's columns with their
/// types and NOT NULL, and valid checks of the parent's names.
struct PartitionFit {
  private(set) var operations: [Operation] = []
  /// The columns of the table as they are then.
  private var columns: [Column] = []

  init(table: QualifiedName, parent: QualifiedName, in context: PlanContext) {
    for ancestor in context.declared.lineage(of: parent) {
      for column in context.declared.parts(of: Table.id(ancestor), as: Column.self) {
        fit(column, on: table, in: context)
      }
      for check in context.declared.parts(of: Table.id(ancestor), as: Check.self) {
        guard !check.isNoInherit else { continue }
        var own = check
        own.table = table
        if let live = context.live.object(own.id, as: Check.self) {
          if !live.isValid { operations += CheckKind.alter(live, into: own, in: context) }
        } else if !context.declared.contains(own.id) {
          operations += CheckKind.create(own, in: context)
        }
      }
    }
  }

  /// Returns the context in which the table has the columns that it is to have.
  func finished(in context: PlanContext) -> PlanContext {
    var copy = context
    for column in columns { copy.live.insert(column) }
    return copy
  }

  private mutating func fit(
    _ column: Column, on table: QualifiedName, in context: PlanContext
  ) {
    var own = column
    own.table = table
    let override = context.declared.object(
      PartitionColumn.id(column.name, of: table), as: PartitionColumn.self)
    if let expression = override?.defaultExpression { own.defaultExpression = expression }
    if override?.isNotNull == true { own.isNullable = false }
    guard let live = context.live.object(own.id, as: Column.self) else {
      // A table with an identity of its own can't be attached; the parent's is enough.
      own.identity = nil
      columns.append(own)
      operations += ColumnKind.create(own, in: context)
      return
    }
    if column.isSerial || live.isSerial, override?.defaultExpression == nil {
      own.defaultExpression = live.defaultExpression
    }
    own.isSerial = live.isSerial
    own.sequenceType = live.sequenceType
    own.ownedSequence = live.ownedSequence
    own.identity = live.identity
    // ATTACH leaves each table its own way to store values and to count them.
    own.storage = live.storage
    own.compression = live.compression
    own.statistics = live.statistics
    own.options = live.options
    columns.append(own)
    if live != own { operations += ColumnKind.alter(live, into: own, in: context) }
  }
}

extension Snapshot {
  /// Returns a table and those that it is a partition of, upwards.
  func lineage(of table: QualifiedName) -> [QualifiedName] {
    var result = [table]
    while let parent = parent(of: result[result.count - 1]), !result.contains(parent) {
      result.append(parent)
    }
    return result
  }
}

extension PlanContext {
  /// Returns whether a part of a table becomes one with a part of the parent that the run
  /// attaches the table to: ATTACH takes what is there for what the parent has.
  func isMerged<Part: SchemaObject>(
    _ part: Part, of table: QualifiedName, _ isTwin: (Part, Part) -> Bool
  ) -> Bool {
    guard isAttached(table), let parent = declared.parent(of: table) else { return false }
    return declared.lineage(of: parent).contains { ancestor in
      declared.parts(of: Table.id(ancestor), as: Part.self).contains { isTwin($0, part) }
    }
  }
}

extension ColumnKind {
  public static func isDropCandidate(_ live: Column, in context: PlanContext) -> Bool {
    !isGivenByParent(live, in: context)
      && !context.isMerged(live, of: live.table) { $0.name == $1.name }
  }
}

extension UniqueConstraintKind {
  public static func isDropCandidate(
    _ live: UniqueConstraint, in context: PlanContext
  ) -> Bool {
    !context.isMerged(live, of: live.table) { $0.columns == $1.columns }
  }
}

extension CheckKind {
  /// What an interrupted attachment left is taken up by the next.
  public static func isDropCandidate(_ live: Check, in context: PlanContext) -> Bool {
    if live.name.hasPrefix(PartitionProof.prefix), context.isAttached(live.table) { return false }
    // FINALIZE comes first, and takes the check of the interrupted detach along.
    if context.isDetachPending(live.table) { return false }
    return !context.isMerged(live, of: live.table) { $0.name == $1.name }
  }
}

extension ForeignKeyKind {
  public static func isDropCandidate(_ live: ForeignKey, in context: PlanContext) -> Bool {
    !context.isMerged(live, of: live.table) {
      $0.columns == $1.columns && $0.referencedTable == $1.referencedTable
    }
  }
}
