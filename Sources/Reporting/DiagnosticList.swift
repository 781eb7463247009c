public import SourceText

/// Diagnostics as one answer to the user: all texts and a line that counts them.
public struct DiagnosticList: Sendable {
  public var diagnostics: [Diagnostic]

  /// Creates a list in the order given.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// Creates a list of a report's diagnostics by place, each once.
  public init(_ report: DiagnosticReport) { diagnostics = report.sorted() }

  /// Returns the diagnostics with an empty line between them and the counts at the end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    guard !diagnostics.isEmpty else { return "" }
    var parts = options.isQuiet ? [] : diagnostics.map { text(of: $0, options.style) }
    parts.append(options.style.text(countLine, as: .bold))
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// `3 errors, 1 warning`.
  public var countLine: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    var parts: [String] = []
    if errors > 0 { parts.append(counted(errors, "error")) }
    if warnings > 0 { parts.append(counted(warnings, "warning")) }
    let notes = diagnostics.count - errors - warnings
    if notes > 0 { parts.append(counted(notes, "note")) }
    return parts.joined(separator: ", ")
  }

  /// The document that stands for a command's own where errors stopped it.
  public var json: JSONValue {
    [
      "errors": .array(diagnostics.filter { $0.severity == .error }.map(\.json)),
      "warnings": .array(diagnostics.filter { $0.severity != .error }.map(\.json)),
    ]
  }

  /// Colours what `Diagnostic.text` wrote: place and message, the marker, the notes.
  private func text(of diagnostic: Diagnostic, _ style: Style) -> String {
    let plain = printable(diagnostic.text)
    guard style.isColored else { return plain }
    var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let severity = diagnostic.severity
    lines[0] = colored(lines[0], word: severity.rawValue, role: severity.role, style)
    for index in lines.indices.dropFirst() {
      if lines[index].contains("note: ") {
        lines[index] = colored(lines[index], word: "note", role: .note, style)
      } else if let marker = lines[index].firstIndex(of: "^"), index == 2 {
        let (pad, mark) = (lines[index][..<marker], lines[index][marker...])
        lines[index] = pad + style.text(String(mark), as: .create)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Colours `place: word: message`; the place is what stands before the first such word.
  private func colored(_ line: String, word: String, role: Style.Role, _ style: Style) -> String {
    let parts = line.split(separator: "\(word): ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return line }
    return style.text(String(parts[0]), as: .bold) + style.text("\(word):", as: role) + " "
      + style.text(String(parts[1]), as: .bold)
  }
}

extension Diagnostic {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("code", .string(code)), .init("message", .string(message)),
    ]
    members += place(range)
    members.append(
      .init(
        "notes",
        .array(notes.map { .object([.init("message", .string($0.message))] + place($0.range)) })
      ))
    return .object(members)
  }

  private func place(_ range: SourceRange?) -> [JSONValue.Member] {
    [
      .init("file", JSONValue(range?.file.path)), .init("line", JSONValue(range?.start.line)),
      .init("column", JSONValue(range?.start.column)),
    ]
  }
}

extension Diagnostic.Severity {
  fileprivate var role: Style.Role {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
