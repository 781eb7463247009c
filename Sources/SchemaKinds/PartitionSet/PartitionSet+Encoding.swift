public import SchemaCore

extension PartitionSetKind {
  public static func encode(
    _ object: PartitionSet, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("granularity", .text(object.granularity.rawValue))]
    entries.add("window", .list([.integer(object.history), .integer(object.future)]))
    entries.add("default", object.hasDefault, unless: true)
    entries.add("retention_keep_table", object.keepsOldTables, unless: true)
    draft.set("partitions", .mapping(entries), on: Table.id(object.table))
  }
}

extension PartitionMaintenanceKind {
  public static func encode(
    _ object: PartitionMaintenance, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let file = ExtensionKind.extensionsFile(in: &draft)
    draft.set(
      "partition_maintenance", .mapping([.init("schedule", .text(object.schedule))]), on: file)
  }
}
