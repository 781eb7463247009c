public import Execution
public import Postgres
public import SourceText

/// What a user wrote and must change, found before or while planning.
public struct ProjectProblems: Error, Sendable {
  public var report: DiagnosticReport

  /// Creates problems from a report that has errors.
  public init(_ report: DiagnosticReport) { self.report = report }

  /// Creates problems of one error.
  public init(_ code: String, _ message: String, at range: SourceRange? = nil) {
    report = DiagnosticReport()
    report.error(code, message, at: range)
  }
}

/// Why a workflow ended early.
public enum WorkflowError: Error, Sendable {
  /// The project or the arguments are wrong (exit code 1).
  case project(ProjectProblems)
  /// A precheck said no (exit code 3).
  case precheck(PrecheckFailure)
  /// The server refused something outside the plan's statements (exit code 4 or 6).
  case database(PostgresError, doing: String)
  /// Another runner holds the database (exit code 6).
  case locked(RunnerLockError)
  /// The throwaway server could not be started (exit code 4).
  case ephemeral(EphemeralServerError)
}
