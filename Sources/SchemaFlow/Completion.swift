public import Execution
import Planning
import Postgres
import SQLText
public import SchemaCore
import SchemaKinds

extension Runner {
  /// Makes what waited for the rows of new columns: their indexes, constraints and NOT NULL.
  ///
  /// - Returns: what was done, nil where nothing waited.
  /// - Throws: `WorkflowError` for what keeps it from starting.
  public func complete(
    _ records: [ExpansionRecord],
    onWait: @escaping @Sendable (RunnerLockHolder) -> Void = { _ in }
  ) async throws(WorkflowError) -> RunResult? {
    guard !records.isEmpty else { return nil }
    let connection = try await session.open(as: "run")
    let lock = try await acquireLock(onWait)
    do {
      let result = try await complete(records, over: connection)
      await lock.release()
      return result
    } catch {
      await lock.release()
      throw error
    }
  }

  private func complete(
    _ records: [ExpansionRecord], over connection: Connection
  ) async throws(WorkflowError) -> RunResult? {
    var settings = settings
    settings.allowsDestructive = false
    var prepared = try await Planner(settings: settings, project: project).plan(
      over: connection, skipsPrechecks: true)
    let columns = records.map { Column.id($0.shadowColumn, of: $0.table) }
    prepared.plan = prepared.plan.selecting { planned in
      columns.contains { planned.operation.concerns($0, in: prepared) }
        || prepared.versionSchemas.contains(planned.operation.object.place)
        || planned.operation.object.kind == .expansion
    }
    guard !prepared.plan.isEmpty else { return nil }
    // What is blocked concerns a run, not the columns that were filled.
    prepared.plan.blocked = []
    var result = RunResult(prepared: prepared)
    await execute(prepared.plan, over: connection, into: &result)
    return result
  }
}
