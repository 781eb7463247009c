import Catalog
import Execution
import Planning
import Postgres
import SchemaCore

extension Runner {
  /// Records what the server made of declared expressions, so that the next plan needn't ask.
  func record(
    _ result: RunResult, _ state: StateSchema, over connection: Connection
  ) async throws(WorkflowError) {
    do {
      let reader = CatalogReader(connection: connection, kinds: Planner.kinds)
      let live = try await reader.read().snapshot
      try await state.recordFingerprints(fingerprints(after: result, live: live))
      let executed = result.executed.map { result.prepared.plan.operations[$0].operation }
      if !executed.isEmpty {
        try await state.recordSnapshot(executed, schema: settings.schema)
      }
    } catch {
      throw .database(error, doing: "recording the run")
    }
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
