import SQLText
public import SchemaCore

extension OperationKind {
  static let schedulePartitionMaintenance = OperationKind(
    "schedule_partition_maintenance", .tables)
}

extension PartitionMaintenanceKind {
  /// Reads the job by its name; a user sees only jobs of their own, and so changes only these.
  public static func liveQuestion(
    _ declared: PartitionMaintenance, in context: PlanContext
  ) -> String? {
    guard context.facts.extensions["pg_cron"] != nil else { return nil }
    return """
      SELECT j.schedule, EXISTS (
               SELECT FROM pg_catalog.pg_extension e
               JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
               WHERE e.extname = 'pg_partman' AND j.command = \(command) AND j.active
                 AND j.database = current_database())
      FROM cron.job j
      WHERE j.jobname = \(quotedLiteral(PartitionMaintenance.jobName))
        AND j.username = current_user
      """
  }

  public static func liveObject(
    for declared: PartitionMaintenance, answer: [Row]
  ) -> PartitionMaintenance? {
    guard let row = answer.first else { return nil }
    var job = PartitionMaintenance(schedule: row.text(0))
    job.callsMaintenance = row.bool(1)
    return job
  }

  public static func create(
    _ new: PartitionMaintenance, in context: PlanContext
  ) -> [Operation] {
    let undo = "SELECT cron.unschedule(\(quotedLiteral(PartitionMaintenance.jobName)))"
    return [operation(for: new, reversal: .statements([SQLFragment(undo)]), in: context)]
  }

  /// `cron.schedule` changes the job that has the name already (pg_cron 1.3).
  public static func alter(
    _ old: PartitionMaintenance, into new: PartitionMaintenance, in context: PlanContext
  ) -> [Operation] {
    let reversal: Reversal =
      old.callsMaintenance
      ? .statements([scheduling(old)]) : .impossible("the job ran another command")
    return [operation(for: new, reversal: reversal, in: context)]
  }

  /// A job that nobody declares is never asked for, so it is never dropped.
  public static func drop(
    _ old: PartitionMaintenance, in context: PlanContext
  ) -> [Operation] { [] }

  private static func operation(
    for job: PartitionMaintenance, reversal: Reversal, in context: PlanContext
  ) -> Operation {
    Operation(
      .schedulePartitionMaintenance, job.id, [scheduling(job)],
      requires: Set(context.declared.all(PartitionSet.self).map(\.id)), provides: [job.id],
      reversal: reversal, summary: job.schedule)
  }

  private static func scheduling(_ job: PartitionMaintenance) -> SQLFragment {
    SQLFragment(
      """
      SELECT cron.schedule(\(quotedLiteral(PartitionMaintenance.jobName)), \
      \(quotedLiteral(job.schedule)), \(command)) \
      FROM pg_catalog.pg_extension e \
      JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_partman'
      """)
  }

  /// The job's command as an expression over the extension's schema.
  private static let command = "format('CALL %I.run_maintenance_proc()', n.nspname)"
}
