import Catalog
import Execution
import Planning
import Postgres
import SchemaCore

extension Runner {
  var planner: Planner {
    Planner(settings: settings, project: project, openSecond: session.openHelper)
  }

  /// Records what the server made of declared expressions, so that the next plan needn't ask.
  func record(
    _ result: RunResult, _ state: StateSchema, over connection: Connection
  ) async throws(WorkflowError) {
    do {
      let reader = CatalogReader(connection: connection, kinds: Planner.kinds)
      let digest = await planner.digestQuery(over: connection)
      let reading = try await reader.read(extras: [digest], openSecond: session.openHelper)
      let news = fingerprints(after: result, live: reading.snapshot)
      try await state.recordFingerprints(news)
      let executed = result.executed.map { result.prepared.plan.operations[$0].operation }
      if !executed.isEmpty {
        try await state.recordSnapshot(executed, schema: settings.schema)
      }
      guard result.isSuccess, result.prepared.plan.blocked.isEmpty else { return }
      var known = result.prepared.fingerprints
      for item in news { known[item.key] = Fingerprint(declared: item.declared, live: item.live) }
      try await recordIfSettled(reading, known, in: state, over: connection)
    } catch let error as PostgresError {
      throw .database(error, doing: "recording the run")
    } catch {
      preconditionFailure("recording threw an unknown error: \(error)")
    }
  }

  /// Records that there was nothing to do, where earlier runs made the tool's own schema.
  ///
  /// The record saves work and nothing else: that it can't be written (a standby, no privilege)
  /// fails no run.
  func recordUnchanged(_ prepared: PreparedPlan, over connection: Connection) async {
    guard !prepared.isSettled, prepared.plan.blocked.isEmpty, prepared.warnings.isEmpty
    else { return }
    let state = StateSchema(
      connection: connection, historyTable: settings.historyTable,
      perTransactionSQL: settings.perTransactionSQL)
    let extras = StateReading(historyTable: settings.historyTable)
    let digest = await planner.digestQuery(over: connection)
    do {
      let reading = try await CatalogReader(connection: connection, kinds: Planner.kinds)
        .read(extras: [digest] + extras.queries, openSecond: session.openHelper)
      guard reading.extras[1] != nil else { return }
      try await state.ensure()
      let known = extras.fingerprints(in: Array(reading.extras.dropFirst()))
      try await recordIfSettled(reading, known, in: state, over: connection)
    } catch {
      return
    }
  }

  private func recordIfSettled(
    _ reading: LiveReading, _ fingerprints: [String: Fingerprint], in state: StateSchema,
    over connection: Connection
  ) async throws {
    guard let digest = reading.extras[0]?.first?.text(0) else { return }
    try await planner.recordIfSettled(
      reading, fingerprints: fingerprints, digest: digest, in: state, over: connection)
  }

  private func fingerprints(
    after result: RunResult, live: Snapshot
  ) -> [(key: String, declared: String, live: String)] {
    let plan = result.prepared.plan
    var known = result.prepared.provenEqual
    for index in result.executed { known.formUnion(plan.operations[index].operation.provides) }
    // What is only partly applied isn't the same yet.
    let done = Set(result.executed)
    for (index, item) in plan.operations.enumerated() where !done.contains(index) {
      known.subtract(item.operation.provides)
      known.remove(item.operation.object)
    }
    for item in plan.blocked { known.remove(item.operation.object) }
    return known.sorted().compactMap { id in
      guard let declared = result.prepared.normalized[id], let found = live[id],
        !declared.expressions.isEmpty, declared.expressions != found.expressions
      else { return nil }
      let fingerprint = Fingerprint(declared: declared, live: found)
      guard result.prepared.fingerprints[fingerprintKey(id)] != fingerprint else { return nil }
      return (fingerprintKey(id), fingerprint.declared, fingerprint.live)
    }
  }
}
