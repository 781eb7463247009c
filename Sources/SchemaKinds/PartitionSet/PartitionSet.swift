public import SQLText
public import SchemaCore

/// The partitions that pg_partman keeps for a table, as it is configured.
public struct PartitionSet: SchemaObject {
  /// The stretch of time that a partition holds.
  public enum Granularity: String, Hashable, Sendable, CaseIterable {
    case day, week, month, year
  }

  public var table: QualifiedName
  public var granularity: Granularity
  /// How many past partitions are kept.
  public var history: Int
  /// How many partitions are made ahead.
  public var future: Int
  /// Whether a default partition takes the rows that fit in no other.
  public var hasDefault = true
  /// Whether partitions older than the history are detached rather than dropped.
  public var keepsOldTables = true
  /// Whether partitions are made also while no rows come.
  public var isInfinite = true

  /// Creates a partition set.
  public init(table: QualifiedName, granularity: Granularity, history: Int, future: Int) {
    self.table = table
    self.granularity = granularity
    self.history = history
    self.future = future
  }

  public var id: ObjectID {
    ObjectID(.partitionSet, schema: table.schema, table.name)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table)), .object(PartitionSet.partman)]
  }

  /// The extension that makes the partitions.
  static let partman = ObjectID(.extension, "pg_partman")
}
