import ArgumentParser
import Execution
import ExpandContract
import Reporting
import SchemaCore
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

  @Flag(help: "Bring back old columns that are kept under other names.")
  var undo = false

  @Flag(help: "Go on although rows differ; needs --i-understand-data-loss too.")
  var force = false

  @Flag(name: .customLong("i-understand-data-loss"), help: .hidden)
  var understandsLoss = false

  func run() async throws {
    var request = ContractRequest()
    request.table = table
    request.column = column
    request.graceSeconds = grace?.seconds
    if undo { request.ending = .undo }
    try await perform(options) { context in
      request.acceptsLoss = try acceptsLoss()
      if !undo, !context.settings.allowsDestructive, !context.settings.isDryRun {
        throw ProjectProblems(
          "missing-flag", "a contract drops columns: it needs '--allow-destructive'")
      }
      return try await context.contract(
        request, deed: undo ? "brought back" : grace == nil ? "dropped" : "put aside")
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

/// `expand`: gives expand/contract changes up.
struct ExpandCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand",
    abstract: "Give expand/contract changes up: the new columns go, the old ones stay.",
    discussion: "A run makes the new columns; 'backfill' fills them, 'contract' ends the change.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Drop the new columns with their triggers.")
  var abort = false

  @Option(help: "Only this table's columns: 'orders' or 'shop.orders'.")
  var table: String?

  @Option(help: "Only this new column: 'orders.total'.")
  var column: String?

  func validate() throws {
    if !abort { throw ValidationError("'expand' needs '--abort'; a run makes new columns") }
  }

  func run() async throws {
    var request = ContractRequest()
    request.table = table
    request.column = column
    request.ending = .abort
    try await perform(options) { context in
      guard context.settings.allowsDestructive || context.settings.isDryRun else {
        throw ProjectProblems(
          "missing-flag",
          "what applications wrote to the new columns is lost: it needs '--allow-destructive'")
      }
      return try await context.contract(request, deed: "stands alone again")
    }
  }
}

extension CommandContext {
  /// Runs a contract or what takes it back, and writes what was done.
  fileprivate func contract(
    _ request: ContractRequest, deed: String
  ) async throws -> ExitStatus {
    let project = try await DeclaredProject.load(settings)
    showWarnings(of: project)
    let output = output
    let runner = Runner(
      settings: settings, project: project, session: session,
      progress: ProgressDisplay(output: output).show)
    let result = try await runner.contract(request) { holder in
      output.showProgress("waiting for another run: \(holder)")
    } onStart: { item in
      for dependent in item.dependents {
        output.write(
          "\(item.name): \(dependent) uses the old column\n", to: .standardError)
      }
    }
    output.clearProgress()
    await interruption.holdIfBegun()
    let report = result.report(settings, deed: deed)
    write(json: report.json, text: report.text(textOptions))
    if let failure = result.run?.failure {
      return failure.failureClass.isTransient ? .transientOutlived : .databaseRefused
    }
    return result.skipped.isEmpty ? .done : .checkFailed
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
