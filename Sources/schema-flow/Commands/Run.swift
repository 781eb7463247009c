public import ArgumentParser
import Execution
import Planning
import Reporting
public import SchemaFlow

/// `run`: brings the database to its declared state.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Bring the database to its declared state.",
    aliases: ["apply"])

  @OptionGroup var options: GlobalOptions

  @OptionGroup var desired: DesiredOptions

  @Option(
    name: .customLong("plan"),
    help: "Execute this plan of 'plan --out', where the objects it touches are as they were.")
  var savedPlan: String?

  @Argument(help: "Only this part: pre, migrate or post.")
  var part: RunPart = .all

  func run() async throws {
    try await perform(options) { context in
      let project = try await desired.load(context)
      let clock = ContinuousClock()
      let start = clock.now
      var runner = Runner(
        settings: context.settings, project: project, session: context.session,
        progress: ProgressDisplay(output: context.output).show)
      if let savedPlan { runner.savedPlan = try SavedPlan.read(savedPlan) }
      let output = context.output
      let result = try await runner.run(part) { holder in
        output.showProgress("waiting for another run: \(holder)")
      }
      output.clearProgress()
      context.showWarnings(of: result.prepared)
      return await context.finish(result, duration: clock.now - start)
    }
  }
}

/// `validate`: tries the whole plan and rolls it back.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Run the whole plan in one transaction that is rolled back.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await perform(options) { context in
      let project = try await DeclaredProject.load(context.settings)
      context.showWarnings(of: project)
      let clock = ContinuousClock()
      let start = clock.now
      let runner = Runner(
        settings: context.settings, project: project, session: context.session,
        progress: ProgressDisplay(output: context.output).show)
      let result = try await runner.validate()
      context.output.clearProgress()
      context.showWarnings(of: result.prepared)
      return await context.finish(result, duration: clock.now - start)
    }
  }
}

extension RunPart: ExpressibleByArgument {}

extension CommandContext {
  /// Writes what a run did and returns how it ended.
  ///
  /// - Parameter document: the JSON to write where it is more than the run's own.
  func finish(
    _ result: RunResult, duration: Duration, document: (RunReport) -> JSONValue = { $0.json }
  ) async -> ExitStatus {
    await interruption.holdIfBegun()
    let report = result.report(settings, duration: duration)
    write(json: document(report), text: report.text(textOptions))
    for item in result.notes { note("note: \(item)") }
    guard let failure = result.failure ?? result.scriptFailure?.failure else { return .done }
    if settings.isJSON { note(report.text(textOptions)) }
    return failure.failureClass.isTransient ? .transientOutlived : .databaseRefused
  }
}
