import ArgumentParser
import Execution
import Postgres
import Reporting
import SchemaFlow
import SourceText

/// An error that ended a command, as people and programs read it.
struct CommandFailure {
  let status: ExitStatus
  let diagnostics: DiagnosticList

  init(_ error: any Error) {
    switch error {
    case let problems as ProjectProblems:
      self.init(.wrongInput, problems.report)
    case let error as WorkflowError:
      self.init(workflow: error)
    case let error as EphemeralServerError:
      self.init(.databaseRefused, "ephemeral-server", error.message, hint: error.hint)
    case let error as SQLFileError:
      self.init(
        .wrongInput, "sql-file", "loading '\(error.path)' failed: \(error.message)",
        hint: error.hint)
    case let error as Scaffold.Failure:
      self.init(.wrongInput, "unwritable-file", "'\(error.path)' can't be made: \(error.reason)")
    default:
      self.init(.wrongInput, "unknown-error", "\(error)")
    }
  }

  private init(workflow error: WorkflowError) {
    switch error {
    case .project(let problems): self.init(.wrongInput, problems.report)
    case .precheck(let failure):
      self.init(
        .checkFailed, "precheck-failed", "precheck '\(failure.name)' failed: \(failure.message)",
        hint: failure.answer)
    case .database(let error, let activity):
      self.init(database: error, activity)
    case .locked(let error):
      self.init(
        .transientOutlived, "locked", error.words,
        hint: "wait for the other run, or give --lock-wait a time in milliseconds")
    case .ephemeral(let error):
      self.init(.databaseRefused, "ephemeral-server", error.message, hint: error.hint)
    }
  }

  private init(database error: PostgresError, _ activity: String) {
    let state = error.sqlState.map { " (SQLSTATE \($0))" } ?? ""
    var report = DiagnosticReport()
    let notes = [("detail", error.detail), ("hint", error.hint)].compactMap { name, text in
      text.map { Diagnostic.Note("\(name): \($0)") }
    }
    report.error(
      "database-error", "\(activity) failed: \(error.message)\(state)", at: nil, notes: notes)
    let isTransient = classify(error, afterCommitSent: false).isTransient
    self.init(isTransient ? .transientOutlived : .databaseRefused, report)
  }

  private init(
    _ status: ExitStatus, _ code: String, _ message: String, hint: String? = nil
  ) {
    var report = DiagnosticReport()
    report.error(code, message, at: nil, notes: hint.map { [.init($0)] } ?? [])
    self.init(status, report)
  }

  private init(_ status: ExitStatus, _ report: DiagnosticReport) {
    self.status = status
    diagnostics = DiagnosticList(report)
  }

  /// The error as one JSON document.
  var json: JSONValue { diagnostics.json }

  /// The error as text with its notes.
  func text(_ options: TextOptions) -> String {
    let text = diagnostics.text(options)
    return text.hasSuffix("\n") ? text : text + "\n"
  }
}

extension PrecheckFailure {
  /// What the check's query said.
  fileprivate var answer: String {
    if let error { return "the query failed: \(error.message)" }
    return "the query '\(query)' answered \(value.map { "'\($0)'" } ?? "NULL")"
  }
}

extension RunnerLockError {
  fileprivate var words: String {
    switch self {
    case .held(nil): "another run held the database a moment ago"
    case .held(let holder?):
      """
      another run holds the database: pid \(holder.pid), application '\(holder.application)', \
      user '\(holder.user)', since \(holder.since)
      """
    case .failed(let error): "the runner's lock could not be taken: \(error.message)"
    case .cancelled: "waiting for the runner's lock was interrupted"
    }
  }
}
