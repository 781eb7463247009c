public import SchemaCore

/// The pg_cron job that lets pg_partman make and remove partitions.
public struct PartitionMaintenance: SchemaObject {
  /// When it runs, as cron writes it.
  public var schedule: String
  /// Whether it calls pg_partman where that is installed; a declared one always does.
  public var callsMaintenance = true

  /// Creates a job.
  public init(schedule: String) { self.schedule = schedule }

  public var id: ObjectID { ObjectID(.partitionMaintenance, PartitionMaintenance.jobName) }
  public var references: [Reference] {
    [.object(PartitionMaintenance.cron), .object(PartitionSet.partman)]
  }

  /// The job's name in `cron.job`.
  static let jobName = "schema-flow partition maintenance"
  static let cron = ObjectID(.extension, "pg_cron")
}
