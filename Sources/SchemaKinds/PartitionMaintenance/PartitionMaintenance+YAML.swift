import SQLText
public import SchemaCore
public import SourceText

/// The maintenance job of partitions: `partition_maintenance` beside the extensions.
public enum PartitionMaintenanceKind: ObjectKind {
  public typealias Object = PartitionMaintenance
  public static var id: KindID { .partitionMaintenance }
  public static var driftType: String? { "partition" }
  public static var places: [YAMLPlace] {
    [.member(of: .extension, key: "partition_maintenance")]
  }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "partition maintenance", report: &declarations.report)
    else { return }
    let schedule = reader.requiredString("schedule", &declarations.report)
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let schedule else { return }
    declarations.declare(
      PartitionMaintenance(schedule: trimmed(schedule)), at: node.range)
  }

  /// Checks that both extensions are declared.
  public static func complete(_ declarations: inout Declarations) {
    for job in declarations.snapshot.all(PartitionMaintenance.self) {
      for needed in [PartitionMaintenance.cron, PartitionSet.partman]
      where !declarations.snapshot.contains(needed) {
        declarations.report.error(
          "missing-extension",
          "'partition_maintenance' needs the extension '\(needed.name)'",
          at: declarations.positions[job.id], notes: [.init("declare it in 'extensions'")])
      }
    }
  }
}
