public import Execution
import ExpandContract
import Planning
import Postgres
import SQLText
import SchemaCore
import SchemaKinds

extension Runner {
  /// Drops the old columns of pairs whose rows are all done, or puts them aside.
  ///
  /// A pair with rows that differ, or with something still to be made on its new column, is left
  /// as it is.
  ///
  /// - Parameter onDependents: told before anything changes what uses the old columns.
  /// - Throws: `WorkflowError` for what keeps the work from starting.
  public func contract(
    _ request: ContractRequest,
    onWait: @escaping @Sendable (RunnerLockHolder) -> Void = { _ in },
    onStart: @Sendable (ContractItem) -> Void = { _ in }
  ) async throws(WorkflowError) -> ContractResult {
    let connection = try await session.open(as: "contract")
    let lock = try await acquireLock(onWait)
    do {
      let result =
        if let ending = request.ending {
          try await end(request, by: ending, over: connection)
        } else {
          try await contractLocked(request, over: connection, onStart: onStart)
        }
      await lock.release()
      return result
    } catch {
      await lock.release()
      throw error
    }
  }

  private func contractLocked(
    _ request: ContractRequest, over connection: Connection,
    onStart: @Sendable (ContractItem) -> Void
  ) async throws(WorkflowError) -> ContractResult {
    let records = try await pairs(of: request, over: connection)
    var result = ContractResult()
    for record in records where record.isKeptLongEnough {
      try await end(record, by: .purge, over: connection, into: &result)
    }
    for record in records where record.status == .expanded {
      let item = try await contract(record, request, over: connection, onStart, into: &result)
      if item.obstacles.isEmpty {
        result.contracted.append(item)
      } else {
        result.skipped.append(item)
      }
      if result.run?.isSuccess == false { return result }
    }
    try await endVersions(after: &result, over: connection)
    return result
  }

  /// Drops the versions of earlier shapes where no column is taking another's place any more.
  private func endVersions(
    after result: inout ContractResult, over connection: Connection
  ) async throws(WorkflowError) {
    guard settings.versions != nil, !settings.isDryRun, result.skipped.isEmpty else { return }
    let open = try await pairs(of: ContractRequest(), over: connection)
      .contains { $0.status == .expanded }
    guard !open else { return }
    var settings = settings
    settings.allowsDestructive = false
    var planner = Planner(settings: settings, project: project)
    planner.endsVersions = true
    var plan = try await planner.plan(over: connection, skipsPrechecks: true)
    plan.plan = plan.plan.selecting { planned in
      plan.context.isDropped(planned.operation.object)
        && plan.versionSchemas.contains(planned.operation.object.place)
    }
    guard !plan.plan.isEmpty else { return }
    plan.plan.blocked = []
    var run = RunResult(prepared: plan)
    await execute(plan.plan, over: connection, into: &run)
    result.run = run
  }

  private func contract(
    _ record: ExpansionRecord, _ request: ContractRequest, over connection: Connection,
    _ onStart: @Sendable (ContractItem) -> Void, into result: inout ContractResult
  ) async throws(WorkflowError) -> ContractItem {
    let check = InvariantCheck(record, searchPath: searchPath(of: record))
    var item = ContractItem(record: record)
    let violations = try await read("comparing the rows of '\(record.table)'") {
      () throws(PostgresError) in try await check.violations(over: connection)
    }
    item.rowsDiverged = violations.count
    item.samples = violations.samples
    guard item.rowsDiverged == 0 || request.acceptsLoss else {
      item.obstacles = ["\(item.rowsDiverged) rows of '\(record.newColumn)' are not yet done"]
      return item
    }
    if !record.isBackfilled, !settings.isDryRun {
      try await read("recording that '\(record.newColumn)' is filled") {
        () throws(PostgresError) in
        try await StateSchema(connection: connection).markBackfilled(record.id)
      }
    }
    let plan = try await contractPlan(of: record, request, over: connection, into: &item)
    guard item.obstacles.isEmpty, !settings.isDryRun else {
      result.run = result.run ?? RunResult(prepared: plan)
      return item
    }
    onStart(item)
    var run = RunResult(prepared: plan)
    await execute(plan.plan, over: connection, into: &run)
    if let failure = run.failure {
      item.obstacles = ["the database refused: \(failure.error.message)"]
    } else {
      try await finish(record, over: connection, into: &run)
    }
    result.run = run
    return item
  }

  /// Does what is left on the new column: foreign keys that came back are validated.
  private func finish(
    _ record: ExpansionRecord, over connection: Connection, into run: inout RunResult
  ) async throws(WorkflowError) {
    var settings = settings
    settings.allowsDestructive = false
    let planner = Planner(settings: settings, project: project)
    var rest = try await planner.plan(over: connection, skipsPrechecks: true)
    let new = Column.id(record.newColumn, of: record.table)
    rest.plan = rest.plan.selecting { $0.operation.concerns(new, in: rest) }
    guard !rest.plan.isEmpty else { return }
    var next = RunResult(prepared: rest)
    await execute(rest.plan, over: connection, into: &next)
    // The report shows the contract; what failed after it is taken up by the next run.
    run.notes += next.failure.map { ["the contract is done; then: \($0.error.message)"] } ?? []
  }

  /// Returns what the contract adds to the plan that there is without it.
  private func contractPlan(
    of record: ExpansionRecord, _ request: ContractRequest, over connection: Connection,
    into item: inout ContractItem
  ) async throws(WorkflowError) -> PreparedPlan {
    let pair = Expansion.id(record.newColumn, of: record.table)
    var settings = settings
    // What the contract drops isn't asked for again, and nothing else is to go with it.
    settings.allowsDestructive = false
    settings.transactions = .atomic
    var planner = Planner(settings: settings, project: project)
    let without = try await planner.plan(over: connection, skipsPrechecks: true)
    item.obstacles = without.outstanding(for: record)
    if request.graceSeconds != nil, let reason = without.hindrance(toKeepingTheOldColumnOf: pair) {
      item.obstacles.append("\(reason): no '--grace'")
    }
    planner.contracts[pair] = request.graceSeconds.map { .kept(seconds: $0) } ?? .dropped
    var plan = try await planner.plan(over: connection, skipsPrechecks: true)
    let others = Set(without.plan.operations.map(\.operation))
    plan.plan = plan.plan.selecting { !others.contains($0.operation) }
    let blockedBefore = Set(without.plan.blocked.map(\.operation))
    plan.plan.blocked.removeAll { blockedBefore.contains($0.operation) }
    item.obstacles += plan.plan.blocked.map { "\($0.operation.object): \($0.reason)" }
    let old = Column.id(record.oldColumn, of: record.source?.table ?? record.table)
    // Indexes and constraints of the table go with the column, their twins are there.
    item.dependents = (plan.context.facts.dependents[old] ?? []).filter { id in
      id != pair
        && !(id.isPart(of: old) && without.context.live[id].map { standsOn(old, $0) } != false)
    }.map(\.description).sorted()
    return plan
  }

  private func pairs(
    of request: ContractRequest, over connection: Connection
  ) async throws(WorkflowError) -> [ExpansionRecord] {
    let state = StateSchema(connection: connection)
    return try await read("reading the pairs of columns") { () throws(PostgresError) in
      try await state.expansions()
    }.filter(request.includes)
  }

  /// Takes pairs back, or their contracts.
  private func end(
    _ request: ContractRequest, by ending: ExpansionEnding, over connection: Connection
  ) async throws(WorkflowError) -> ContractResult {
    var result = ContractResult()
    for record in try await pairs(of: request, over: connection) {
      let isMeant =
        switch ending {
        case .abort: record.status == .expanded
        case .undo: record.status == .contracted && !record.keptColumn.isEmpty
        case .purge: !record.keptColumn.isEmpty
        }
      guard isMeant else { continue }
      try await end(record, by: ending, over: connection, into: &result)
      if result.run?.isSuccess == false { break }
    }
    return result
  }

  private func end(
    _ record: ExpansionRecord, by ending: ExpansionEnding, over connection: Connection,
    into result: inout ContractResult
  ) async throws(WorkflowError) {
    var prepared = try await Planner(settings: settings, project: project)
      .compare(over: connection)
    var operations = [ending.operation(for: record, in: prepared.context)]
    if case .abort = ending {
      let column = Column.id(record.shadowColumn, of: record.table)
      operations.insert(
        contentsOf: VersionView.removal(ofThoseThatShow: column, in: prepared.context), at: 0)
    }
    prepared.plan = Plan()
    prepared.plan.operations = operations.map { operation in
      PlannedOperation(
        operation, phase: operation.kind.phase,
        searchPath: prepared.context.searchPath(from: record.table.schema))
    }
    prepared.plan.steps = [.transaction(operations.indices, isBootstrap: false)]
    var run = RunResult(prepared: prepared)
    if !settings.isDryRun { await execute(prepared.plan, over: connection, into: &run) }
    result.run = run
    var item = ContractItem(record: record)
    if let failure = run.failure {
      item.obstacles = ["the database refused: \(failure.error.message)"]
      result.skipped.append(item)
    } else if case .purge = ending {
      result.purged.append(record)
    } else {
      result.contracted.append(item)
    }
  }

  func searchPath(of record: ExpansionRecord) -> [String] {
    var path: [String] = []
    for schema in [record.table.schema, settings.schema, "public"] where !path.contains(schema) {
      path.append(schema)
    }
    return path
  }

  /// Runs something of the database and says what was being done where it fails.
  func read<Value: Sendable>(
    _ activity: String, _ body: () async throws(PostgresError) -> Value
  ) async throws(WorkflowError) -> Value {
    do {
      return try await body()
    } catch {
      throw .database(error, doing: activity)
    }
  }
}

extension ObjectID {
  fileprivate func isPart(of column: ObjectID) -> Bool {
    schema == column.schema && name == column.name && !member.isEmpty
  }
}

extension PreparedPlan {
  /// What a run has still to make of a pair's new column, in words.
  func outstanding(for record: ExpansionRecord) -> [String] {
    let new = Column.id(record.shadowColumn, of: record.table)
    return plan.operations.map(\.operation).filter { $0.concerns(new, in: self) }
      .map { "'schema-flow run' has yet to do: \($0.kind.name) \($0.object)" }
  }

  /// Why an old column can't be kept for a while: what it would have to give up can't come back.
  fileprivate func hindrance(toKeepingTheOldColumnOf id: ObjectID) -> String? {
    guard let pair = context.live.object(id, as: Expansion.self) else { return nil }
    guard pair.keepsName else {
      return pair.namesakes.first.map { "\($0) has the name that the new column's is to get" }
    }
    if let key = pair.namesakes.first(where: { [.primaryKey, .uniqueConstraint].contains($0.kind) })
    {
      return "\(key) can stand on one column only"
    }
    let old = context.live.object(Column.id(pair.from, of: pair.table), as: Column.self)
    return old?.identity != nil || old?.isSerial == true
      ? "a sequence can fill one column only" : nil
  }
}

extension ObjectID {
  /// The schema that an object stands in, or is.
  var place: String { schema.isEmpty ? name : schema }
}

extension Operation {
  /// Whether an operation makes something of a column, or on it.
  func concerns(_ column: ObjectID, in plan: PreparedPlan) -> Bool {
    object == column || provides.contains(column)
      || plan.context.declared[object].map { standsOn(column, $0) } == true
  }
}
