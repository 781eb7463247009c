import ArgumentParser
import Execution
import Planning
import Reporting
import SchemaFlow

/// `status`: what was applied and what is pending.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show which scripts were applied and what is pending.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await perform(options) { context in
      let project = try await DeclaredProject.load(context.settings)
      let connection = try await context.session.open(as: "status")
      let prepared = try await Planner(settings: context.settings, project: project)
        .plan(over: connection, expectsPreScripts: true)
      context.showWarnings(of: prepared)
      let history = prepared.history.filter { $0.schema == context.settings.schema }
      let report = StatusReport(
        appliedFiles: history.count,
        pendingChanges: prepared.plan.operations.count + prepared.pendingScripts.count,
        history: history.map {
          .init(filePath: $0.filePath, phase: $0.phase, appliedAt: $0.appliedAt)
        })
      context.write(json: report.json, text: report.text(context.textOptions))
      return .done
    }
  }
}

/// `baseline`: records all scripts as applied.
struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Record all scripts as applied without running them.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await perform(options) { context in
      let project = try await DeclaredProject.load(context.settings)
      let count = try await Baseline(settings: context.settings, project: project)
        .record(over: try await context.session.open(as: "baseline"))
      let report = BaselineReport(filesRecorded: count)
      context.write(json: report.json, text: report.text(context.textOptions))
      return .done
    }
  }
}
