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

  @Option(name: .customLong("out"), help: "Write the plan to this file, for 'run --plan'.")
  var output: String?

  func run() async throws {
    try await perform(options) { context in
      let project = try await desired.load(context)
      let connection = try await context.session.open(as: "plan")
      let isVerbose = context.settings.isVerbose
      var prepared = try await Planner(
        settings: context.settings, project: project, openSecond: context.session.openHelper
      ).plan(over: connection, expectsPreScripts: true, usesRecord: !isVerbose && output == nil)
      if isVerbose { try await prepared.readUnmanaged(over: connection) }
      context.showWarnings(of: prepared)
      if let output { try prepared.saved(context.settings).write(to: output) }
      let report = prepared.report(context.settings)
      context.write(json: report.json, text: report.text(context.textOptions))
      return usesExitCode && !report.isEmpty ? .foundChanges : .done
    }
  }
}
