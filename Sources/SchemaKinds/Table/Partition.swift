public import SQLText
import SchemaCore

extension Table {
  /// What a table is a partition of, and which rows it takes.
  public struct Partition: Hashable, Sendable {
    public var parent: QualifiedName
    /// `FOR VALUES ...` or `DEFAULT`.
    public var bound: String
    /// Whether DETACH CONCURRENTLY was interrupted, so that FINALIZE has to end it.
    public var isDetachPending = false

    /// Creates a partition.
    public init(of parent: QualifiedName, bound: String) {
      self.parent = parent
      self.bound = bound
    }

    public var isDefault: Bool { bound == "DEFAULT" }
  }

  /// What stands for the freedom of bounds under a partitioned table: partitions that leave or
  /// change provide it, and those that come need it.
  static func bounds(of parent: QualifiedName) -> ObjectID {
    ObjectID(.table, schema: parent.schema, parent.name, member: "(bounds)")
  }
}

extension Snapshot {
  /// Returns the partitioned table that a table is a partition of, nil for others.
  func parent(of table: QualifiedName) -> QualifiedName? {
    object(Table.id(table), as: Table.self)?.partition?.parent
  }

  /// Returns a column of a table, or the one that it has from the table it is a partition of.
  func column(_ name: String, of table: QualifiedName) -> Column? {
    var place = table
    var seen: Set<QualifiedName> = []
    while seen.insert(place).inserted {
      if var column = object(Column.id(name, of: place), as: Column.self) {
        column.table = table
        return column
      }
      guard let parent = parent(of: place) else { return nil }
      place = parent
    }
    return nil
  }
}

extension PlanContext {
  /// Whether the run makes a live table a partition, or one of another table.
  func isAttached(_ table: QualifiedName) -> Bool {
    let id = Table.id(table)
    guard let wanted = declared.parent(of: table), live.contains(id) else { return false }
    return live.parent(of: table) != wanted || isDetachPending(table)
  }

  /// Whether the run takes a live partition off its parent.
  func isDetached(_ table: QualifiedName) -> Bool {
    guard let parent = live.parent(of: table), declared.contains(Table.id(table)) else {
      return false
    }
    return declared.parent(of: table) != parent || isDetachPending(table)
  }

  /// Whether an interrupted detach has to be ended before a live partition can be altered.
  func isDetachPending(_ table: QualifiedName) -> Bool {
    live.object(Table.id(table), as: Table.self)?.partition?.isDetachPending == true
  }

  /// Whether other tables are a table's partitions after the run than before.
  func changesPartitions(of parent: ObjectID) -> Bool {
    let wanted = declared.parts(of: parent, as: Table.self)
    let found = live.parts(of: parent, as: Table.self)
    return wanted.contains { isCreated($0.id) || isAttached($0.name) }
      || found.contains { isDropped($0.id) || isDetached($0.name) }
  }
}
