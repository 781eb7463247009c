extension Diagnostic {
  /// The diagnostic as lines of text with an excerpt of the file and the notes.
  public var text: String {
    var lines = [heading]
    if let range { lines.append(contentsOf: Diagnostic.excerpt(of: range)) }
    for note in notes {
      let place = note.range.map { "\($0): " } ?? ""
      lines.append("\(place)note: \(note.message)")
    }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let place = range.map { "\($0): " } ?? ""
    return "\(place)\(severity.rawValue): \(message) [\(code)]"
  }

  /// The range's first line with a marker under the range.
  static func excerpt(of range: SourceRange) -> [String] {
    guard let line = range.file.line(range.start.line) else { return [] }
    let number = String(range.start.line)
    let gutter = String(repeating: " ", count: number.count)
    let lineEnd = line.unicodeScalars.count + 1
    let end = range.end.line == range.start.line ? range.end.column : lineEnd
    let width = max(1, min(end, lineEnd) - range.start.column)
    var pad = ""
    for scalar in line.unicodeScalars.prefix(max(0, range.start.column - 1)) {
      pad.unicodeScalars.append(scalar == "\t" ? "\t" : " ")
    }
    let marker = "^" + String(repeating: "~", count: width - 1)
    return ["\(number) | \(line)", "\(gutter) | \(pad)\(marker)"]
  }
}
