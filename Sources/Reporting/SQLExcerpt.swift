/// The part of a statement that an error is about, with a caret under the place.
struct SQLExcerpt {
  /// Statements without a known place are shown up to here.
  private static let lineLimit = 12

  let sql: String
  /// The character that the server names, counted from 1; nil where it names none.
  let position: Int?
  /// The columns that a line may take, the gutter included.
  let width: Int

  /// The lines as `12 | SELECT ...`, with the caret's line after the one that it marks.
  func lines() -> [String] {
    let lines = splitLines()
    guard let place = place(in: lines) else { return opening(of: lines) }
    var result: [String] = []
    let gutter = String(place.line).utf8.count
    for number in max(1, place.line - 2)..<place.line {
      result.append(numbered(number, gutter, cut(lines[number - 1], around: 0).text))
    }
    let (text, caret) = cut(lines[place.line - 1], around: place.column)
    result.append(numbered(place.line, gutter, text))
    result.append(
      "\(String(repeating: " ", count: gutter)) | \(String(repeating: " ", count: caret))^")
    return result
  }

  /// The lines as characters; PostgreSQL counts Unicode characters (`PQresultErrorField`).
  private func splitLines() -> [[Unicode.Scalar]] {
    sql.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.last == "\r" ? Array(line.dropLast()) : Array(line)
    }
  }

  /// The line from 1 and the character in it from 0; the end where the position is past it.
  private func place(in lines: [[Unicode.Scalar]]) -> (line: Int, column: Int)? {
    guard let position, position > 0 else { return nil }
    var line = 1
    var column = 0
    for scalar in sql.unicodeScalars.prefix(position - 1) {
      if scalar == "\n" {
        line += 1
        column = 0
      } else {
        column += 1
      }
    }
    return (line, min(column, lines[line - 1].count))
  }

  private func opening(of lines: [[Unicode.Scalar]]) -> [String] {
    let shown = lines.prefix(Self.lineLimit)
    let gutter = String(shown.count).utf8.count
    var result = shown.enumerated().map { index, line in
      numbered(index + 1, gutter, cut(line, around: 0).text)
    }
    if lines.count > shown.count {
      result.append("\(String(repeating: " ", count: gutter)) | …")
    }
    return result
  }

  private func numbered(_ number: Int, _ gutter: Int, _ text: String) -> String {
    let digits = String(number)
    let blanks = String(repeating: " ", count: gutter - digits.utf8.count)
    let line = "\(blanks)\(digits) | \(text)"
    return text.isEmpty ? String(line.dropLast()) : line
  }

  /// Returns a line that fits, cut around a character, and the columns before that character.
  private func cut(
    _ line: [Unicode.Scalar], around column: Int
  ) -> (text: String, caret: Int) {
    let cells = line.map(cell)
    let room = max(20, width - 8)
    let total = cells.reduce(0) { $0 + $1.width }
    let before = cells[..<column].reduce(0) { $0 + $1.width }
    guard total > room else { return (cells.map(\.text).joined(), before) }
    // Two thirds of the room show what comes before: there the reader finds the cause.
    var start = 0
    var skipped = 0
    while before - skipped > room * 2 / 3 {
      skipped += cells[start].width
      start += 1
    }
    var text = start > 0 ? "…" : ""
    var used = start > 0 ? 1 : 0
    let caret = used + before - skipped
    for (index, cell) in cells[start...].enumerated() {
      let isLast = start + index == cells.count - 1
      if used + cell.width > (isLast ? room : room - 1) {
        return (text + "…", caret)
      }
      text += cell.text
      used += cell.width
    }
    return (text, caret)
  }

  /// A tab becomes two blanks: its true width would depend on the gutter.
  private func cell(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
    if scalar == "\t" { return ("  ", 2) }
    let text = printable(String(scalar))
    return (text, text.unicodeScalars.first == scalar ? displayWidth(scalar) : 1)
  }
}
