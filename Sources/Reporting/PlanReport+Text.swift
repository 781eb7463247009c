import Planning
import SchemaCore

extension PlanReport {
  /// Returns the report as a review of the plan, with a line break at its end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var writer = OperationText(options)
    if options.isQuiet || isEmpty {
      if !options.isQuiet {
        writeUnmanaged(&writer)
        for line in waiting { writer.line("waiting: \(printable(line))") }
      }
      writer.line(summaryLine(options.style))
      return writer.text
    }
    for script in preScripts { writer.line("> run pre-script \(printable(script))") }
    let groups = OperationGroups(operations + blocked)
    if !preScripts.isEmpty, !groups.all.isEmpty { writer.line() }
    writer.write(groups)
    if !postScripts.isEmpty, !(preScripts.isEmpty && groups.all.isEmpty) { writer.line() }
    for script in postScripts { writer.line("> run post-script \(printable(script))") }
    section("Locks on live relations", LockSection(operations).lines(options.style), &writer)
    section("Outside the transactions", outsideLines, &writer)
    section("Order", orderLines(options), &writer)
    if options.isVerbose { section("Steps", stepLines, &writer) }
    if let unmanaged { section("Unmanaged", unmanaged.map { "  \($0.line)" }, &writer) }
    section("Waiting for a backfill", waiting.map { "  \(printable($0))" }, &writer)
    for warning in warnings {
      writer.line()
      let mark = options.style.text("warning:", as: .warning)
      writer.line("\(mark) \(printable(warning.message)) [\(warning.code)]")
    }
    writer.line()
    writer.line(summaryLine(options.style))
    return writer.text
  }

  private func writeUnmanaged(_ writer: inout OperationText) {
    for item in unmanaged ?? [] { writer.line("unmanaged: \(item.line)") }
  }

  private func section(_ title: String, _ lines: [String], _ writer: inout OperationText) {
    guard !lines.isEmpty else { return }
    if !writer.text.isEmpty { writer.line() }
    writer.line(writer.options.style.text(title, as: .bold))
    for line in lines { writer.line(line) }
  }

  private func summaryLine(_ style: Style) -> String {
    if isEmpty { return "Nothing to do: \(sameness)." }
    let counts = EffectCounts(operations)
    var line = "Plan: \(counts.planned)"
    let scripts = preScripts.count + postScripts.count
    if scripts > 0 { line += "; \(counted(scripts, "script")) to run" }
    if !blocked.isEmpty { line += "; \(blocked.count) blocked" }
    return style.text(line + ".", as: .bold)
  }

  private var outsideLines: [String] {
    operations.compactMap { report in
      let title = printable(report.title)
      return switch report.operation.transactionality {
      case .outside: "  \(title): concurrently, no transaction"
      case .ownTransaction: "  \(title): each statement in a transaction of its own"
      case .commitBoundaryAfter: "  \(title): committed before what follows"
      case .inTransaction: nil
      }
    }
  }

  /// What runs in another phase than its kind's default, and for whose sake.
  private func orderLines(_ options: TextOptions) -> [String] {
    let moved = operations.filter { $0.phase != $0.operation.kind.phase }
    let limit = options.isVerbose ? Int.max : 20
    var lines = moved.prefix(limit).map { report in
      var line = "  \(report.title) runs in phase \(report.phase.rawValue) (\(report.phase.name))"
      if let cause = report.phaseCause {
        line +=
          report.phase < report.operation.kind.phase
          ? " since \(cause.title) needs it" : " since it needs \(cause.title)"
      } else {
        line += " instead of \(report.operation.kind.phase.rawValue)"
      }
      return printable(line)
    }
    if moved.count > limit { lines.append("  and \(moved.count - limit) more (see --verbose)") }
    return lines
  }

  private var stepLines: [String] {
    steps.enumerated().map { number, step in
      let content: String
      switch step {
      case .transaction(let range, let isBootstrap):
        let phases = operations[range].map(\.phase)
        let words = isBootstrap ? "bootstrap transaction" : "transaction"
        content = "\(words), \(counted(range.count, "operation")), \(span(of: phases))"
      case .outside(let index):
        content = "outside any transaction, \(operations[index].title)"
      case .ownTransactions(let index):
        content = """
          \(counted(operations[index].operation.statements.count, "transaction")), \
          \(operations[index].title)
          """
      }
      return "  \(number + 1). \(printable(content))"
    }
  }

  private func span(of phases: [Phase]) -> String {
    guard let first = phases.min(), let last = phases.max() else { return "no phase" }
    return first == last
      ? "phase \(first.rawValue)" : "phases \(first.rawValue) to \(last.rawValue)"
  }
}
