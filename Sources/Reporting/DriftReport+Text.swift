extension DriftReport {
  /// Returns the differences with both definitions, with a line break at its end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var writer = OperationText(options)
    if !options.isQuiet {
      for item in items {
        writer.line(item.title(options.style))
        let lines = item.diff
        for line in lines { writer.line("    " + colored(printable(line), options.style)) }
        if !lines.isEmpty { writer.line() }
      }
      if let last = items.last, last.diff.isEmpty { writer.line() }
      for item in unmanaged ?? [] { writer.line("unmanaged: \(item.line)") }
    }
    writer.line(options.style.text(summaryLine, as: .bold))
    return writer.text
  }

  private var summaryLine: String {
    if isEmpty { return "No drift: the database matches the project." }
    func count(_ status: Status) -> Int { items.count { $0.status == status } }
    let parts = [
      (count(.missingInDatabase), "missing in the database"),
      (count(.missingInProject), "not in the project"), (count(.different), "different"),
    ]
    let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "Drift: \(words.joined(separator: ", "))."
  }

  private func colored(_ line: String, _ style: Style) -> String {
    if line.hasPrefix("-") { return style.text(line, as: .drop) }
    if line.hasPrefix("+") { return style.text(line, as: .create) }
    return line.hasPrefix("@@") ? style.text(line, as: .note) : line
  }
}

extension DriftReport.Item {
  /// `~ column users.email differs: nullable`, seen from the project.
  fileprivate func title(_ style: Style) -> String {
    let words = type.split(separator: "_").joined(separator: " ")
    let name = style.text(printable("\(words) \(object)"), as: .bold)
    switch status {
    case .missingInDatabase:
      return "\(style.text("-", as: .drop)) \(name) is missing in the database"
    case .missingInProject:
      return "\(style.text("+", as: .create)) \(name) is not in the project"
    case .different:
      let parts = detail.map { ": \(printable($0))" } ?? ""
      return "\(style.text("~", as: .change)) \(name) differs\(parts)"
    }
  }

  /// What leads from the project's definition to the database's.
  fileprivate var diff: [String] {
    guard expected != nil || actual != nil else { return [] }
    let diff = LineDiff(from: expected ?? "", to: actual ?? "")
    // A definition that the other side has none of is shown whole, and needs no places.
    if expected == nil || actual == nil { return diff.lines.map(\.text) }
    return ["--- project", "+++ database"] + diff.hunks()
  }
}
