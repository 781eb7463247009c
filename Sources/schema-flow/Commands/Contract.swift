import ArgumentParser
import Execution
import ExpandContract
import Reporting
import SchemaFlow

/// `contract`: drops the old columns of pairs whose rows are all done.
struct ContractCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contract",
    abstract: "Drop the old columns of expand/contract changes whose rows are all done.")

  @OptionGroup var options: GlobalOptions

  @Option(help: "Only this table's columns: 'orders' or 'shop.orders'.")
  var table: String?

  @Option(help: "Only this new column: 'orders.total'.")
  var column: String?

  @Option(help: "Keep the old columns under other names for this long: 90s, 15m, 12h, 7d.")
  var grace: Grace?

  @Flag(help: "Go on although rows differ; needs --i-understand-data-loss too.")
  var force = false

  @Flag(name: .customLong("i-understand-data-loss"), help: .hidden)
  var understandsLoss = false

  func run() async throws {
    try await perform(options) { context in
      let project = try await DeclaredProject.load(context.settings)
      context.showWarnings(of: project)
      var request = ContractRequest()
      request.table = table
      request.column = column
      request.graceSeconds = grace?.seconds
      request.acceptsLoss = try acceptsLoss()
      guard context.settings.allowsDestructive || context.settings.isDryRun else {
        throw ProjectProblems(
          "missing-flag", "a contract drops columns: it needs '--allow-destructive'")
      }
      let output = context.output
      let runner = Runner(
        settings: context.settings, project: project, session: context.session,
        progress: ProgressDisplay(output: output).show)
      let result = try await runner.contract(request) { holder in
        output.showProgress("waiting for another run: \(holder)")
      } onStart: { item in
        for dependent in item.dependents {
          output.write(
            "\(item.name): \(dependent) uses the old column and is made again\n", to: .standardError
          )
        }
      }
      output.clearProgress()
      await context.interruption.holdIfBegun()
      let report = result.report(
        context.settings, deed: grace == nil ? "dropped" : "put aside")
      context.write(json: report.json, text: report.text(context.textOptions))
      if let failure = result.run?.failure {
        return failure.failureClass.isTransient ? .transientOutlived : .databaseRefused
      }
      return result.skipped.isEmpty ? .done : .checkFailed
    }
  }

  private func acceptsLoss() throws -> Bool {
    if force, !understandsLoss {
      throw ProjectProblems(
        "missing-flag",
        "'--force' loses what only the old columns say: it needs '--i-understand-data-loss' too")
    }
    return force
  }
}

/// A time that columns are kept.
struct Grace: ExpressibleByArgument {
  var seconds: Int

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let unit = argument.last.flatMap({ units[$0] }), let number = Int(argument.dropLast()),
      number > 0, number < 100_000
    else { return nil }
    seconds = number * unit
  }
}
