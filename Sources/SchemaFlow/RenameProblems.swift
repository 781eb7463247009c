import Planning
import SchemaCore
import SourceText

/// Returns the errors about hints that can't be used.
func unusableRenames(_ problems: [RenameResolution.Problem]) -> ProjectProblems {
  var report = DiagnosticReport()
  for problem in problems {
    let hint = problem.hint
    let what = hint.value.map { "value '\($0)' of \(hint.object)" } ?? "\(hint.object)"
    report.error(
      "unusable-rename", "\(what) can't be renamed from '\(hint.former)': \(problem.reason)",
      at: hint.range, notes: [.init(advice(on: problem))])
  }
  return ProjectProblems(report)
}

private func advice(on problem: RenameResolution.Problem) -> String {
  problem.reason.hasPrefix("neither")
    ? "correct the name, or take 'renamed_from' away to make something new"
    : "take 'renamed_from' away, or drop one of the two"
}
