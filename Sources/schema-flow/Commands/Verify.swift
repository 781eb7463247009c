public import ArgumentParser
import Reporting
import SchemaFlow
public import Verification

/// `verify`: compares the rows of two databases, two schemas or two columns.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare the rows of two databases, of two schemas, or of expanded columns.",
    discussion: """
      Each side is a connection string, or 'schema:NAME' of the database that --db names. Ends \
      with 5 when something differs.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "What is taken to be right.")
  var source: String?

  @Argument(help: "What is compared with it.")
  var target: String?

  @Option(
    name: .customLong("pair"),
    help: "Compare a new column with its transform: table.column; may be given again.")
  var pairs: [String] = []

  @Option(help: "How rows are hashed (default: the fastest in which both servers agree).")
  var mode: VerificationMode?

  @Option(help: "Only these tables, with commas between them.")
  var tables: String?

  @Option(
    name: .customLong("exclude-columns"),
    help: "Columns that may differ: table.column, with commas between them.")
  var excludedColumns: String?

  @Option(
    name: .customLong("where"),
    help: "Only the rows of a condition: 'table: condition'; may be given again.")
  var conditions: [String] = []

  @Option(help: "Connections that read each side at once (default: 1).")
  var jobs = 1

  @Option(help: "The most rows a second that are read on each side.")
  var rate: Int?

  @Option(
    name: .customLong("max-differences"),
    help: "Differing rows to name, of each table (default: 100).")
  var maxDifferences = 100

  @Option(help: "Rows of each table to compare value by value (default: 100; 0: none).")
  var sample = 100

  @Flag(name: .customLong("skip-sequences"), help: "Leave sequences out.")
  var skipsSequences = false

  func validate() throws {
    for (name, value) in [("--jobs", jobs), ("--rate", rate ?? 1)] where value < 1 {
      throw ValidationError("\(name) must be 1 or more")
    }
    for (name, value) in [("--max-differences", maxDifferences), ("--sample", sample)]
    where value < 0 {
      throw ValidationError("\(name) must not be negative")
    }
    for condition in conditions where !condition.contains(":") {
      throw ValidationError("--where takes 'table: condition', not '\(condition)'")
    }
  }

  func run() async throws {
    try await perform(options, needsDatabase: usesOwnDatabase) { context in
      let scope = try VerificationScope(source: source, target: target, pairs: pairs)
      if case .databases(let left, let right) = scope {
        try checkForm(of: left)
        try checkForm(of: right)
      }
      let output = context.output
      let workflow = VerifyWorkflow(
        settings: context.settings, session: context.session, options: verificationOptions
      ) { output.showProgress(VerifyProgressLine($0).text) }
      // Nothing is written that would have to be rolled back, but the servers are to stop reading.
      context.interruption.endGently { Task { await workflow.cancel() } }
      do {
        let report = VerifyReport(try await workflow.run(scope))
        output.clearProgress()
        context.write(json: report.json, text: report.text(context.textOptions))
        return report.isEqual ? .done : .dataDiffers
      } catch {
        output.clearProgress()
        if let signal = context.interruption.gentleSignal { return .ended(by: signal) }
        throw error
      }
    }
  }

  /// Whether the database is meant that --db or the environment names.
  private var usesOwnDatabase: Bool {
    !pairs.isEmpty || source?.hasPrefix("schema:") ?? false
  }

  private var verificationOptions: VerificationOptions {
    var result = VerificationOptions()
    result.mode = mode
    result.jobs = jobs
    result.rowsPerSecond = rate
    result.maxDifferences = maxDifferences
    result.sampleSize = sample
    result.comparesSequences = !skipsSequences
    result.tables = names(in: tables)
    result.excludedColumns = names(in: excludedColumns)
    for condition in conditions {
      let parts = condition.split(separator: ":", maxSplits: 1).map { trimmed($0) }
      if parts.count == 2 { result.conditions[parts[0]] = parts[1] }
    }
    return result
  }

  private func names(in list: String?) -> [String] {
    (list ?? "").split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
  }

  private func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}

extension VerificationMode: ExpressibleByArgument {}
