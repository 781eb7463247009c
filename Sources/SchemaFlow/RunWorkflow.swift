import Catalog
public import Execution
public import Planning
import Postgres
import SchemaCore
import SourceText
public import YAMLSource

/// Which part of a run is wanted.
public enum RunPart: String, Sendable, CaseIterable {
  case all, pre, migrate, post

  func includes(_ part: RunPart) -> Bool { self == .all || self == part }
}

/// A script that failed, with the place in its file.
public struct ScriptFailure: Error, Sendable {
  public var script: Script
  public var failure: ExecutionFailure
}

/// What a run did.
public struct RunResult: Sendable {
  /// The plan that was executed: the one made after the pre-scripts.
  public var prepared: PreparedPlan
  /// The operations that are committed, as indexes of the plan's.
  public var executed: [Int] = []
  /// The operations of the transaction that failed.
  public var rolledBack: [Int] = []
  /// The operations that stopped half-way: earlier statements are committed or left something.
  public var incomplete: [Int] = []
  /// Operations of which the outcome isn't known, each with the reason.
  public var notes: [String] = []
  public var preScriptsRun: [String] = []
  public var postScriptsRun: [String] = []
  /// Scripts whose content the database had already seen.
  public var skippedScripts = 0
  public var isDryRun = false
  public var isValidated = false
  public var failure: ExecutionFailure?
  public var scriptFailure: ScriptFailure?
  public var retries = 0

  /// Whether everything that was wanted is done.
  public var isSuccess: Bool { failure == nil && scriptFailure == nil }
}

/// Brings a database to its declared state.
public struct Runner: Sendable {
  var settings: Settings
  let project: DeclaredProject
  let session: Session
  /// The plan that was reviewed: nothing else is executed.
  public var savedPlan: SavedPlan?
  let progress: @Sendable (ExecutionEvent, Plan) -> Void

  /// Creates a runner; `progress` is told what happens, with the plan that it happens to.
  public init(
    settings: Settings, project: DeclaredProject, session: Session,
    progress: @escaping @Sendable (ExecutionEvent, Plan) -> Void
  ) {
    self.settings = settings
    self.project = project
    self.session = session
    self.progress = progress
  }

  /// Runs prechecks, pre-scripts, the plan and post-scripts, or one part of them.
  ///
  /// - Parameter onWait: told who holds the database while the run waits for it.
  /// - Throws: `WorkflowError` for what keeps the run from starting.
  public func run(
    _ part: RunPart = .all, onWait: @escaping @Sendable (RunnerLockHolder) -> Void = { _ in }
  ) async throws(WorkflowError) -> RunResult {
    if settings.isDryRun { return try await dryRun(over: session.open(as: "run")) }
    return try await runAttempts(part, onWait: onWait)
  }

  /// Executes the whole plan in one transaction that is rolled back.
  ///
  /// - Throws: `WorkflowError` for what keeps the plan from being made.
  public func validate() async throws(WorkflowError) -> RunResult {
    let connection = try await session.open(as: "validate")
    let planner = Planner(settings: settings, project: project)
    let prepared = try await planner.plan(over: connection, skipsPrechecks: true)
    try prepared.checkVariables(in: settings.environment)
    var result = RunResult(prepared: prepared)
    result.isValidated = true
    let report = await executor(over: connection, prepared.plan).validate(prepared.plan)
    result.take(report)
    // On success everything was rolled back on purpose, which is what was wanted.
    if report.failure == nil { swap(&result.executed, &result.rolledBack) }
    return result
  }

  private func dryRun(over connection: Connection) async throws(WorkflowError) -> RunResult {
    let planner = Planner(settings: settings, project: project)
    var prepared = try await planner.plan(over: connection, expectsPreScripts: true)
    try checkSavedPlan(prepared)
    prepared.plan = reviewed(prepared.plan)
    var result = RunResult(prepared: prepared)
    result.isDryRun = true
    result.skippedScripts = project.scripts.count - result.prepared.pendingScripts.count
    return result
  }

  func acquireLock(
    _ onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(WorkflowError) -> RunnerLock {
    let connection = try await session.open(as: "lock")
    do {
      return try await RunnerLock.acquire(
        over: connection, wait: .milliseconds(settings.lockWait), onWait: onWait)
    } catch {
      throw .locked(error)
    }
  }

  /// Makes a plan and executes it, once.
  ///
  /// - Parameter former: what earlier attempts of the same run have done, and this one before
  ///   anything that is thrown.
  func runLocked(
    _ part: RunPart, after former: inout RunResult?, over connection: Connection
  ) async throws(WorkflowError) -> RunResult {
    let planner = planner
    var first = try await planner.plan(
      over: connection, skipsPrechecks: former != nil, expectsPreScripts: part.includes(.pre),
      usesRecord: former == nil && savedPlan == nil)
    if former == nil { try checkSavedPlan(first) }
    first.plan = reviewed(first.plan)
    if part.includes(.migrate) { try first.checkVariables(in: settings.environment) }
    var result = RunResult(prepared: first, after: former)
    result.skippedScripts =
      project.scripts.count - first.pendingScripts.count - result.preScriptsRun.count
      - result.postScriptsRun.count
    let isDone = first.plan.isEmpty && first.pendingScripts.isEmpty
    if isDone, first.provenEqual.isEmpty, former == nil {
      await recordUnchanged(first, over: connection)
      return result
    }
    let state = StateSchema(
      connection: connection, historyTable: settings.historyTable,
      perTransactionSQL: settings.perTransactionSQL)
    do {
      try await state.ensure()
    } catch {
      throw .database(error, doing: "creating the schema of the tool's own state")
    }
    try await runPrechecks(of: first, over: connection)
    let wantsPlan = part.includes(.migrate)
    if part.includes(.pre) {
      await runScripts(.pre, of: first, state, over: connection, into: &result)
      guard result.isSuccess else { return result }
    }
    // A script may have done what the plan was about to do: the catalog is read again.
    if !result.preScriptsRun.isEmpty || first.plan.hasPrechecks {
      var second = try await planner.plan(over: connection, skipsPrechecks: true)
      second.plan = reviewed(second.plan)
      let scripts = result.preScriptsRun
      let skipped = result.skippedScripts
      result = RunResult(prepared: second, after: former)
      result.preScriptsRun = scripts
      result.skippedScripts = skipped
    }
    let parts = result.prepared.plan.splitAtPostScripts()
    if wantsPlan { await execute(parts.main, over: connection, into: &result) }
    if result.isSuccess, part.includes(.post) {
      await runScripts(.post, of: result.prepared, state, over: connection, into: &result)
    }
    if result.isSuccess, wantsPlan { await execute(parts.tail, over: connection, into: &result) }
    former = result
    if !result.executed.isEmpty || !result.prepared.provenEqual.isEmpty {
      try await record(result, state, over: connection)
    }
    return result
  }

  private func reviewed(_ plan: Plan) -> Plan { savedPlan?.reviewed(plan) ?? plan }

  private func checkSavedPlan(_ now: PreparedPlan) throws(WorkflowError) {
    guard let found = savedPlan?.differences(from: now, settings), !found.isEmpty else { return }
    var report = DiagnosticReport()
    for item in found { report.error("plan-outdated", "the saved plan is void: \(item)", at: nil) }
    throw .project(ProjectProblems(report))
  }

  func executor(over connection: Connection, _ plan: Plan) -> Executor {
    var options = ExecutionOptions()
    options.lockTimeout = settings.lockTimeout
    options.statementTimeout = settings.statementTimeout
    options.maxRetries = settings.maxRetries
    options.perTransactionSQL = settings.perTransactionSQL
    options.bootstrapSession = settings.bootstrapSession
    options.environment = settings.environment
    let (session, progress) = (session, progress)
    return Executor(
      connection: connection,
      openObserver: { () async throws(PostgresError) in try await session.connect("observer") },
      options: options, progress: { event in progress(event, plan) })
  }

  func execute(
    _ plan: Plan, over connection: Connection, into result: inout RunResult
  ) async {
    guard !plan.steps.isEmpty else { return }
    result.take(await executor(over: connection, plan).execute(plan))
  }

  private func runPrechecks(
    of prepared: PreparedPlan, over connection: Connection
  ) async throws(WorkflowError) {
    guard prepared.plan.hasPrechecks else { return }
    do {
      try await executor(over: connection, prepared.plan).runPrechecks(of: prepared.plan)
    } catch {
      throw .precheck(error)
    }
  }

  private func runScripts(
    _ phase: Script.Phase, of prepared: PreparedPlan, _ state: StateSchema,
    over connection: Connection, into result: inout RunResult
  ) async {
    let runner = ScriptRunner(
      executor: executor(over: connection, prepared.plan), state: state,
      defaultSchema: settings.schema)
    for script in prepared.pendingScripts where script.phase == phase {
      do {
        try await runner.run(
          text: String(decoding: script.file.bytes, as: UTF8.self), path: script.path,
          phase: phase.rawValue)
      } catch {
        result.scriptFailure = ScriptFailure(script: script, failure: error)
        return
      }
      if phase == .pre {
        result.preScriptsRun.append(script.path)
      } else {
        result.postScriptsRun.append(script.path)
      }
    }
  }
}

extension RunResult {
  private func name(_ index: Int) -> String {
    let operation = prepared.plan.operations[index].operation
    return "\(operation.kind.name) \(operation.object)"
  }

  mutating func take(_ report: ExecutionReport) {
    executed += report.executed
    rolledBack += report.rolledBack
    incomplete += report.incomplete
    notes += report.uncertain.map { name($0) + ": the connection was lost while it was committed" }
    notes += report.unvalidated.map { name($0) + ": can't be tried inside one transaction" }
    failure = failure ?? report.failure
    retries += report.retries
  }
}

extension Plan {
  /// Whether anything is checked before the first change.
  var hasPrechecks: Bool { operations.contains { $0.phase == .preparation } }

  /// Returns the plan up to the post-scripts, and what comes after them (NOT NULL tightening).
  func splitAtPostScripts() -> (main: Plan, tail: Plan) {
    var (main, tail) = (self, self)
    main.steps = steps.filter { !isAfterPostScripts($0) }
    tail.steps = steps.filter(isAfterPostScripts)
    return (main, tail)
  }

  private func isAfterPostScripts(_ step: PlanStep) -> Bool {
    switch step {
    case .outside: false
    case .transaction, .ownTransactions:
      step.range.contains { operations[$0].operation.kind.phase == .postScripts }
    }
  }
}
