import Execution
import Planning
import Reporting
import SchemaFlow
import SourceText

/// Shows what a run is doing on the live line of a terminal.
struct ProgressDisplay: Sendable {
  let output: Output

  /// Takes an event of the executor.
  @Sendable func show(_ event: ExecutionEvent, _ plan: Plan) {
    switch event {
    case .operationStarted(let index):
      let operation = plan.operations[index].operation
      output.showProgress(
        "[\(index + 1)/\(plan.operations.count)] \(operation.kind.name) \(operation.object)")
    case .indexProgress(_, let phase, let done, let total):
      let share = total > 0 ? " \(done * 100 / total) %" : ""
      output.showProgress("building index: \(phase)\(share)")
    case .retrying(let attempt, let count, let delay, let blockers):
      let names = blockers.map { "pid \($0.pid) (\($0.application)): \($0.query)" }
      output.write(
        """
        a lock was not to be had; attempt \(attempt) of \(count) follows in \(delay) ms\
        \(names.isEmpty ? "" : "; in the way: \(names.joined(separator: "; "))")

        """, to: .standardError)
    default: break
    }
  }
}

extension CommandContext {
  /// Writes the project's warnings to standard error.
  func showWarnings(of project: DeclaredProject) {
    let warnings = project.declarations.report.sorted()
    guard !warnings.isEmpty, !settings.isQuiet else { return }
    note(DiagnosticList(warnings).text(output.textOptions(for: .standardError)))
  }

  /// Writes what was noticed while planning to standard error.
  func showWarnings(of prepared: PreparedPlan) {
    guard !settings.isQuiet else { return }
    for warning in prepared.warnings { note("warning: \(warning)") }
  }
}
