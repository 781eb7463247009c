public import Planning
import Postgres
import SchemaCore

extension Executor {
  /// Asks the plan's prechecks in one transaction that is rolled back.
  ///
  /// - Throws: the first precheck whose query fails or gives no row, NULL, false, 0 or ''.
  public func runPrechecks(of plan: Plan) async throws(PrecheckFailure) {
    let prechecks = plan.operations.filter {
      $0.operation.kind.name == UnitAssembly.precheckName
    }
    guard !prechecks.isEmpty else { return }
    var failure: PrecheckFailure?
    do {
      failure = try await firstFailure(of: prechecks)
      try await connection.execute("ROLLBACK")
    } catch {
      try? await connection.execute("ROLLBACK")
      failure = failure ?? PrecheckFailure(prechecks[0].operation, error: error)
    }
    if let failure { throw failure }
  }

  private func firstFailure(
    of prechecks: [PlannedOperation]
  ) async throws(PostgresError) -> PrecheckFailure? {
    let assembly = UnitAssembly(plan: Plan(), options: options)
    let opening = assembly.opening(isBootstrap: false).map { Statement($0) }
    for outcome in try await connection.pipeline([opening])[0] { _ = try outcome.get() }
    if let script = options.perTransactionSQL { try await connection.execute(script) }
    let groups = prechecks.map { precheck in
      [Statement("SET LOCAL search_path = \(searchPath(precheck.searchPath))")]
        + precheck.operation.statements.map { Statement($0.sql) }
    }
    let outcomes = try await connection.pipeline([groups.flatMap { $0 }])[0]
    var first = 0
    for (precheck, group) in zip(prechecks, groups) {
      let answers = outcomes[first..<(first + group.count)]
      first += group.count
      for case .failure(let error) in answers {
        return PrecheckFailure(precheck.operation, error: error)
      }
      guard case .success(let answer) = answers.last else { continue }
      let value = answer.rowCount > 0 && answer.columnCount > 0 ? answer[0, 0] : nil
      if isFalsy(value) { return PrecheckFailure(precheck.operation, value: value) }
    }
    return nil
  }
}

extension PrecheckFailure {
  init(_ operation: Operation, value: String? = nil, error: PostgresError? = nil) {
    self.init(
      name: operation.object.objectName, message: operation.summary,
      query: operation.statements.last?.sql ?? "", value: value, error: error,
      operation: operation)
  }
}

/// Returns whether a value in text format says no.
func isFalsy(_ value: String?) -> Bool {
  guard let value, !value.isEmpty, value != "f" else { return true }
  // A numeric zero keeps its scale: 0.00.
  return value.utf8.contains(UInt8(ascii: "0"))
    && value.utf8.allSatisfy { "-0.".utf8.contains($0) }
}
