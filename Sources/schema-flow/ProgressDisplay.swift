import Execution
import Planning
import Reporting
import SchemaCore
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
    case .waiting(let blockers) where !blockers.isEmpty:
      output.showProgress("waiting for \(names(blockers))")
    case .retrying(let attempt, let count, let delay, let failureClass, let blockers):
      let cause = blockers.isEmpty ? "" : "; in the way: \(names(blockers))"
      output.write(
        """
        rolled back (\(failureClass.rawValue)); attempt \(attempt) of \(count) follows \
        in \(delay.milliseconds) ms\(cause)

        """, to: .standardError)
    default: break
    }
  }

  private func names(_ blockers: [Blocker]) -> String {
    blockers.map { "pid \($0.pid) (\($0.application), \($0.state)): \($0.query)" }
      .joined(separator: "; ")
  }
}

extension Duration {
  fileprivate var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
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
