import ArgumentParser
import Execution
import ExpandContract
import Reporting
import SchemaCore
import SchemaFlow

/// `backfill`: fills the columns that take others' places.
struct BackfillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backfill",
    abstract: "Fill the new columns of expanded ones while applications go on.",
    discussion: """
      Works in small transactions, keeps its place in the database and goes on from there after \
      any stop. Ctrl-C ends it after the batches in progress.
      """)

  @OptionGroup var options: GlobalOptions

  @OptionGroup var selection: ExpansionSelection

  @Option(help: "How many connections work at once (default: 1).")
  var concurrency = 1

  @Option(help: "The most rows a second, of all connections together.")
  var rate: Int?

  @Option(
    name: .customLong("max-wal"), help: "The most bytes of WAL a second that the server writes.")
  var maxWAL: Int?

  @Option(
    name: .customLong("max-lag"),
    help: "Pause while a standby is behind by more seconds (default: 10; 0: never).")
  var maxLag: Double = 10

  @Flag(
    name: .customLong("fire-triggers"), help: "Let the table's own triggers fire for each row.")
  var firesTriggers = false

  @Flag(
    name: .customLong("overwrite-diverged"),
    help: "Write rows too whose new column somebody else wrote.")
  var overwritesDiverged = false

  func validate() throws {
    if concurrency < 1 { throw ValidationError("--concurrency must be 1 or more") }
    for (name, value) in [("--rate", rate), ("--max-wal", maxWAL)] where (value ?? 1) < 1 {
      throw ValidationError("\(name) must be 1 or more")
    }
    if maxLag < 0 { throw ValidationError("--max-lag must not be negative") }
  }

  func run() async throws {
    try await perform(options) { context in
      let workflow = BackfillWorkflow(
        settings: context.settings, session: context.session, table: selection.table,
        column: selection.column)
      if context.settings.isDryRun {
        let pairs = try await workflow.pairs().filter { $0.status == .expanded }
        return context.finish(BackfillReport(pending: pairs))
      }
      let stop = BackfillStop()
      let output = context.output
      context.interruption.endGently {
        stop.request()
        output.write(
          "stopping after the batches in progress; once more to break off\n", to: .standardError)
      }
      let display = BackfillDisplay(context)
      let results = try await workflow.run(backfillOptions, stop: stop, progress: display.show)
      context.output.clearProgress()
      await context.interruption.holdIfBegun()
      let status = context.finish(BackfillReport(results))
      guard status == .done else { return status }
      return try await context.complete(results.map(\.record))
    }
  }

  private var backfillOptions: BackfillOptions {
    var result = BackfillOptions()
    result.concurrency = concurrency
    result.rowsPerSecond = rate
    result.walBytesPerSecond = maxWAL
    result.maxLag = maxLag > 0 ? maxLag : nil
    result.firesTriggers = firesTriggers
    result.overwritesDiverged = overwritesDiverged
    if let lockTimeout = options.lockTimeout { result.lockTimeout = lockTimeout }
    return result
  }
}

/// `expand-status`: where the columns stand that take others' places.
struct ExpandStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand-status",
    abstract: "Show where expanded columns stand and what keeps them from being contracted.")

  @OptionGroup var options: GlobalOptions

  @OptionGroup var selection: ExpansionSelection

  @Flag(name: .customLong("exact"), help: "Count the rows, which reads the whole tables.")
  var isExact = false

  func run() async throws {
    try await perform(options) { context in
      let workflow = BackfillWorkflow(
        settings: context.settings, session: context.session, table: selection.table,
        column: selection.column)
      let project = try? await DeclaredProject.load(context.settings)
      let report = ExpandStatusReport(
        try await workflow.statuses(isExact: isExact, project: project))
      context.write(json: report.json, text: report.text(context.textOptions))
      return .done
    }
  }
}

/// Which pairs of columns a command is about.
struct ExpansionSelection: ParsableArguments {
  @Option(help: "Only columns of this table.")
  var table: String?

  @Option(help: "Only this new column: table.column.")
  var column: String?
}

extension CommandContext {
  /// Makes what waited for the rows, where the project is there and says what that is.
  fileprivate func complete(_ records: [ExpansionRecord]) async throws -> ExitStatus {
    guard let project = try? await DeclaredProject.load(settings) else {
      note("the project can't be read: 'schema-flow run' makes what waited for the rows")
      return .done
    }
    let output = output
    let runner = Runner(
      settings: settings, project: project, session: session,
      progress: ProgressDisplay(output: output).show)
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await runner.complete(records) { holder in
      output.showProgress("waiting for another run: \(holder)")
    }
    output.clearProgress()
    guard let result else { return .done }
    await interruption.holdIfBegun()
    note("made what waited for the rows:")
    note(result.report(settings, duration: clock.now - start).text(textOptions))
    guard let failure = result.failure else { return .done }
    return failure.failureClass.isTransient ? .transientOutlived : .databaseRefused
  }

  /// Writes what a backfill did and returns how it ended.
  fileprivate func finish(_ report: BackfillReport) -> ExitStatus {
    write(json: report.json, text: report.text(textOptions))
    let failures = report.columns.filter { $0.status == .failed || $0.status == .held }
    if settings.isJSON, !failures.isEmpty {
      note(BackfillReport(columns: failures).text(textOptions))
    }
    let isInterrupted = report.columns.contains { $0.status == .interrupted }
    if isInterrupted, let signal = interruption.gentleSignal { return .ended(by: signal) }
    if failures.isEmpty { return .done }
    let isTransient = failures.allSatisfy { column in
      column.failure.map { FailureClass(rawValue: $0.failureClass)?.isTransient ?? false } ?? true
    }
    return isTransient ? .transientOutlived : .databaseRefused
  }
}
