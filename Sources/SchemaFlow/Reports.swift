import Execution
import Postgres
public import Reporting
import SchemaCore
import SourceText
import YAMLSource

extension PreparedPlan {
  /// The plan as its reader sees it.
  public func report(_ settings: Settings) -> PlanReport {
    var positions = project.declarations.positions
    for (id, origin) in origins { positions[id] = positions[origin] }
    var report = PlanReport(
      plan, in: context, positions: positions, transactions: settings.transactions,
      preScripts: pendingScripts.filter { $0.phase == .pre }.map(\.path),
      postScripts: pendingScripts.filter { $0.phase == .post }.map(\.path))
    if project.isDatabase { report.sameness = "the database matches the other one" }
    report.unmanaged = unmanaged
    report.waiting = waiting.map {
      "\($0.object) is made once the rows of '\($0.pair.name).\($0.pair.member)' are filled"
    }
    return report
  }
}

extension RunResult {
  /// What was done, as its reader sees it.
  public func report(_ settings: Settings, duration: Duration) -> RunReport {
    let plan = prepared.report(settings)
    var report = RunReport(plan: plan)
    report.executed = executed
    report.rolledBack = rolledBack
    report.incomplete = incomplete
    report.executedPreScripts = preScriptsRun
    report.executedPostScripts = postScriptsRun
    report.skippedScripts = skippedScripts
    report.isDryRun = isDryRun
    report.isValidated = isValidated
    report.retries = retries
    report.duration = duration
    if let failure {
      report.failure = RunFailure(failure, operation: failure.operation.flatMap(plan.report))
    } else if let scriptFailure {
      report.failure = RunFailure(scriptFailure.failure, operation: nil)
      report.failure?.script = scriptFailure.place
    }
    return report
  }
}

extension ScriptFailure {
  /// The script's path, with line and column of the statement or of the server's position.
  fileprivate var place: String {
    guard let position = failure.scriptPosition else { return script.file.path }
    return "\(script.file.path):\(position.line):\(position.column)"
  }
}

extension RunFailure {
  fileprivate init(_ failure: ExecutionFailure, operation: OperationReport?) {
    let error = failure.error
    self.init(
      operation: operation, statement: failure.statement,
      error: ServerMessage(
        sqlState: error.sqlState?.rawValue ?? "", message: error.message, detail: error.detail,
        hint: error.hint, context: error.context, position: error.position,
        internalQuery: error.internalQuery, internalPosition: error.internalPosition),
      failureClass: failure.failureClass.rawValue,
      blockers: failure.blockers.map {
        Blocker(
          pid: Int($0.pid), user: $0.user, application: $0.application, query: $0.query,
          state: $0.state)
      },
      attempts: failure.attempts)
  }
}
