import ArgumentParser
import Reporting
import SchemaFlow

/// `drift`: shows how the database differs from the project.
struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Show how the database differs from its declared state.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Bring the database back to its declared state.")
  var apply = false

  @Flag(
    name: .customLong("exit-code"),
    help: "End with 2 when there is drift; with --apply, when some is left.")
  var usesExitCode = false

  func run() async throws {
    try await perform(options) { context in
      let project = try await DeclaredProject.load(context.settings)
      context.showWarnings(of: project)
      let connection = try await context.session.open(as: "drift")
      let planner = Planner(
        settings: context.settings, project: project, openSecond: context.session.openHelper)
      var found = try await planner.compare(over: connection)
      try await found.readUnmanaged(over: connection)
      context.showWarnings(of: found)
      let report = found.driftReport
      guard apply, !report.isEmpty else {
        context.write(json: report.json, text: report.text(context.textOptions))
        return usesExitCode && !report.isEmpty ? .foundChanges : .done
      }
      let status = try await bringBack(report, project, context)
      guard status == .done, usesExitCode else { return status }
      let left = try await planner.compare(over: connection).driftReport
      return left.isEmpty ? .done : .foundChanges
    }
  }

  /// Runs the plan after the report of what it is about, scripts left out.
  private func bringBack(
    _ drift: DriftReport, _ project: DeclaredProject, _ context: CommandContext
  ) async throws -> ExitStatus {
    if !context.settings.isJSON {
      context.write(json: .null, text: drift.text(context.textOptions))
    }
    let clock = ContinuousClock()
    let start = clock.now
    let runner = Runner(
      settings: context.settings, project: project, session: context.session,
      progress: ProgressDisplay(output: context.output).show)
    let output = context.output
    let result = try await runner.run(.migrate) { holder in
      output.showProgress("waiting for another run: \(holder)")
    }
    output.clearProgress()
    return await context.finish(result, duration: clock.now - start) {
      drift.json(applied: $0)
    }
  }
}
