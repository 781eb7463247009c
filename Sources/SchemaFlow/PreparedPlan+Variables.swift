import Planning
import SchemaCore
import SourceText
import YAMLSource

extension PreparedPlan {
  /// Reports variables that the plan's statements need and the environment doesn't have, before
  /// anything is changed.
  ///
  /// - Throws: `WorkflowError.project` with one diagnostic for each.
  func checkVariables(in environment: [String: String]) throws(WorkflowError) {
    var report = DiagnosticReport()
    for planned in plan.operations {
      let names = Set(planned.operation.statements.flatMap(\.variables))
      for name in names.sorted() where environment[name] == nil {
        report.error(
          "unset-variable", "environment variable '\(name)' is not set",
          at: position(of: planned.operation.origin))
      }
    }
    if report.hasErrors { throw .project(ProjectProblems(report)) }
  }
}
