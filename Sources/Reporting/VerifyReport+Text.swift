import SchemaCore

extension VerifyReport {
  /// Returns a paragraph for each table that differs, and a line about all of them.
  ///
  /// Tables that are the same are named where the text is verbose.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var lines: [String] = []
    if !options.isQuiet {
      lines.append("source: \(printable(source))")
      lines.append("target: \(printable(target))")
      lines.append("mode \(mode): \(modeRemark)")
      lines += remarks.map(printable) + [""]
      for table in tables where !table.isEqual || options.isVerbose {
        lines += table.lines(options)
      }
      for sequence in sequences where !sequence.isEqual || options.isVerbose {
        lines.append(sequence.line(options))
      }
      if lines.last != "" { lines.append("") }
    }
    return (lines + [options.style.text(lastLine, as: .bold)]).joined(separator: "\n") + "\n"
  }

  private var lastLine: String {
    let rows = tables.reduce(0) { $0 + ($1.sourceRows ?? 0) }
    let sampled = tables.reduce(0) { $0 + $1.sampledRows }
    var parts = [counted(tables.count, "table"), counted(rows, "row")]
    if sampled > 0 { parts.append("\(counted(sampled, "row")) compared by value") }
    if !sequences.isEmpty { parts.append(counted(sequences.count, "sequence")) }
    let scope = parts.joined(separator: ", ")
    if isEqual { return "No difference in \(rounded(duration)): \(scope)." }
    var found: [String] = []
    let differing = tables.count { !$0.isEqual }
    if differing > 0 { found.append("\(counted(differing, "table"))") }
    let stray = sequences.count { !$0.isEqual }
    if stray > 0 { found.append("\(counted(stray, "sequence"))") }
    let verb = differing + stray == 1 ? "differs" : "differ"
    return "\(found.joined(separator: " and ")) \(verb) (\(scope), in \(rounded(duration)))."
  }
}

extension VerifyReport.Table {
  fileprivate func lines(_ options: TextOptions) -> [String] {
    var lines = [title(options)]
    lines += remarks.map { "  " + printable($0) }
    for (columns, side) in [(columnsOnlyInSource, "source"), (columnsOnlyInTarget, "target")]
    where !columns.isEmpty {
      lines.append("  only in the \(side): column \(printable(columns.joined(separator: ", ")))")
    }
    if options.isVerbose, !excludedColumns.isEmpty {
      lines.append("  left out: \(printable(excludedColumns.joined(separator: ", ")))")
    }
    if options.isVerbose, let sourceChecksum, let targetChecksum {
      let other = sourceChecksum == targetChecksum ? "" : " ↔ \(targetChecksum)"
      lines.append("  checksum \(sourceChecksum)\(other)")
    }
    for difference in differences { lines += difference.lines(key, options) }
    if !isComplete, !differences.isEmpty {
      lines.append("  ... and more: --max-differences shows them")
    }
    return lines
  }

  private func title(_ options: TextOptions) -> String {
    let label = "\(printable(name)):"
    if let onlySide {
      return options.style.text("different", as: .error)
        + " \(label) only in the \(onlySide.rawValue)"
    }
    let rows = sourceRows ?? 0
    let sample = sampledRows > 0 ? ", \(sampledRows) compared by value" : ""
    if isEqual {
      return options.style.text("same", as: .create) + " \(label) \(counted(rows, "row"))\(sample)"
    }
    let counts =
      sourceRows == targetRows
      ? counted(rows, "row") : "\(rows) ↔ \(counted(targetRows ?? 0, "row"))"
    return options.style.text("different", as: .error) + " \(label) \(counts)\(sample)"
  }
}

extension VerifyReport.Difference {
  fileprivate func lines(_ names: [String], _ options: TextOptions) -> [String] {
    let place = zip(names, key).map { "\($0) = \($1)" }.joined(separator: ", ")
    let role: Style.Role =
      switch kind {
      case "missing": .drop
      case "extra": .create
      default: .change
      }
    let line = "  " + options.style.text(padded(kind, to: 9), as: role) + " " + singleLine(place)
    return [line]
      + values.map { value in
        "              \(printable(value.column)): \(shown(value.source)) ↔ \(shown(value.target))"
      }
  }

  private func shown(_ text: String?) -> String {
    text.map { "'\(singleLine($0))'" } ?? "NULL"
  }
}

extension VerifyReport.Sequence {
  fileprivate func line(_ options: TextOptions) -> String {
    let title =
      isEqual
      ? options.style.text("same", as: .create) : options.style.text("different", as: .error)
    let places = isEqual ? shown(source) : "\(shown(source)) ↔ \(shown(target))"
    return "\(title) sequence \(printable(name)): \(places)"
  }

  private func shown(_ position: VerifyReport.Position?) -> String {
    guard let position else { return "not there" }
    return position.isCalled ? position.lastValue : "\(position.lastValue) (not yet used)"
  }
}
