import ArgumentParser
import Reporting
import SchemaFlow

/// `plan`: shows what a run would do.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what a run would do, and change nothing.")

  @OptionGroup var options: GlobalOptions

  @OptionGroup var desired: DesiredOptions

  @Flag(name: .customLong("exit-code"), help: "End with 2 when there is something to do.")
  var usesExitCode = false

  func run() async throws {
    try await perform(options) { context in
      let project = try await desired.load(context)
      let connection = try await context.session.open(as: "plan")
      let planner = Planner(
        settings: context.settings, project: project, openSecond: context.session.openHelper)
      // What no kind knows is told by reading the catalog.
      let prepared = try await planner.plan(
        over: connection, expectsPreScripts: true, usesRecord: !context.settings.isVerbose)
      context.showWarnings(of: prepared)
      var report = prepared.report(context.settings)
      if context.settings.isVerbose {
        report.unmanaged = try await planner.unmanaged(in: prepared, over: connection)
      }
      context.write(json: report.json, text: report.text(context.textOptions))
      return usesExitCode && !report.isEmpty ? .foundChanges : .done
    }
  }
}
