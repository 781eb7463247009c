import SchemaCore

extension RunReport {
  /// Returns what was done, grouped and short, with a line break at its end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    if isDryRun, failure == nil {
      let isBare = plan.isEmpty || options.isQuiet
      return plan.text(options) + (isBare ? "" : "Dry run: nothing was changed.\n")
    }
    var writer = OperationText(options)
    if failure != nil {
      writeFailure(&writer)
    } else if !options.isQuiet {
      writeDone(&writer)
    }
    writer.line(lastLine(options.style))
    if let failure { writer.line(advice(on: failure)) }
    return writer.text
  }

  private func writeDone(_ writer: inout OperationText) {
    let before = writer.text.utf8.count
    for script in executedPreScripts { writer.line("> pre-script \(printable(script))") }
    if writer.options.isVerbose {
      writer.write(OperationGroups(executedOperations))
    } else {
      writeShort(executed, &writer)
    }
    for script in executedPostScripts { writer.line("> post-script \(printable(script))") }
    if !plan.blocked.isEmpty {
      if writer.text.utf8.count > before { writer.line() }
      writer.line(writer.options.style.text("Blocked", as: .bold))
      for report in plan.blocked { writer.line("  \(blockedLine(report))") }
    }
    if writer.text.utf8.count > before { writer.line() }
  }

  private func blockedLine(_ report: OperationReport) -> String {
    var line = "\(report.title): \(report.block?.reason ?? "blocked")"
    if let flag = report.block?.flag { line += "; needs \(flag)" }
    return printable(line)
  }

  /// A line for each object: `+ table public.orders: create table, add index (2)`.
  private func writeShort(_ indexes: [Int], _ writer: inout OperationText, indent: String = "") {
    let times = groupDurations(indexes)
    for group in OperationGroups(indexes.map { plan.operations[$0] }).all {
      let effect = group.isSingle ? group.operations[0].operation.kind.effect : group.effect
      let sign = effect == .create ? "+" : effect == .drop ? "-" : "~"
      let style = writer.options.style
      var line = "\(indent)\(style.text(sign, as: effect.role)) \(printable(group.object.title))"
      line += ": \(shortWords(of: group))"
      if let time = times[group.object], time >= .milliseconds(100) {
        line += " (\(rounded(time)))"
      }
      writer.line(line)
    }
  }

  private func shortWords(of group: OperationGroups.Group) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for report in group.operations {
      if counts.updateValue((counts[report.words] ?? 0) + 1, forKey: report.words) == nil {
        order.append(report.words)
      }
    }
    return order.map { words in
      let count = counts[words] ?? 1
      return count == 1 ? words : "\(words) (\(count))"
    }.joined(separator: ", ")
  }

  private func groupDurations(_ indexes: [Int]) -> [ObjectID: Duration] {
    var times: [ObjectID: Duration] = [:]
    guard !durations.isEmpty else { return times }
    for index in indexes {
      times[plan.operations[index].group, default: .zero] += durations[index] ?? .zero
    }
    return times
  }

  // MARK: Failure

  private func writeFailure(_ writer: inout OperationText) {
    guard let failure else { return }
    for line in failure.lines(writer.options) { writer.line(line) }
    writer.line()
    let style = writer.options.style
    let scripts = executedPreScripts + executedPostScripts
    if !executed.isEmpty || !scripts.isEmpty {
      writer.line(style.text("Committed before the failure", as: .bold))
      for script in scripts { writer.line("  > script \(printable(script))") }
      writeShort(executed, &writer, indent: "  ")
    }
    if !rolledBack.isEmpty {
      writer.line(style.text("Rolled back", as: .bold))
      writeShort(rolledBack, &writer, indent: "  ")
    }
    if !incomplete.isEmpty {
      writer.line(style.text("Stopped half-way", as: .bold))
      writeShort(incomplete, &writer, indent: "  ")
    }
    if !executed.isEmpty || !scripts.isEmpty || !rolledBack.isEmpty || !incomplete.isEmpty {
      writer.line()
    }
  }

  private func advice(on failure: RunFailure) -> String {
    if let advice = failure.advice { return printable(advice) }
    let isUnchanged =
      executed.isEmpty && incomplete.isEmpty && executedPreScripts.isEmpty
      && executedPostScripts.isEmpty
    let cause =
      failure.blockers.isEmpty
      ? "fix the cause" : "wait until the sessions above are done, or raise --lock-timeout,"
    if isUnchanged || isRolledBackOnPurpose {
      return "Nothing was changed: \(cause) and run again."
    }
    let first = cause.prefix(1).uppercased()
    return "\(first)\(cause.dropFirst()) and run again: the next run goes on from here."
  }

  // MARK: The last line

  private func lastLine(_ style: Style) -> String {
    let time = duration.map { " in \(rounded($0))" } ?? ""
    if failure != nil {
      let rest =
        plan.operations.count - executed.count - rolledBack.count - incomplete.count
      var line = "Failed\(time): \(executed.count) committed, \(rolledBack.count) rolled back"
      if !incomplete.isEmpty { line += ", \(incomplete.count) half done" }
      if rest > 0 { line += ", \(rest) not done" }
      return style.text(line + ".", as: .error)
    }
    let scripts = executedPreScripts.count + executedPostScripts.count
    if executed.isEmpty, scripts == 0, plan.blocked.isEmpty, !isValidated {
      return "Nothing to do: the database matches the project."
    }
    let counts = EffectCounts(executedOperations)
    var line = "\(isValidated ? "Validated" : "Done")\(time): \(counts.done)"
    if scripts > 0 { line += "; \(counted(scripts, "script")) run" }
    if isValidated { line += "; all rolled back" }
    if !plan.blocked.isEmpty { line += "; \(plan.blocked.count) blocked" }
    if retries > 0 { line += "; \(counted(retries, "retry", plural: "retries"))" }
    return style.text(line + ".", as: .bold)
  }
}

extension EffectCounts {
  /// `3 created, 1 changed, 0 dropped`.
  fileprivate var done: String { "\(created) created, \(changed) changed, \(dropped) dropped" }

  /// `3 to create, 1 to change, 0 to drop`.
  var planned: String { "\(created) to create, \(changed) to change, \(dropped) to drop" }
}
