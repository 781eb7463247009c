internal import SourceText

/// A `{{name}}` in a text: bytes of its UTF-8.
struct ParameterUse {
  var bytes: Range<Int>
  var name: String

  /// Returns all uses of params in a text; braces around anything but a name are none.
  static func all(in text: [UInt8]) -> [ParameterUse] {
    var found: [ParameterUse] = []
    var index = 0
    while let brace = text[index...].firstIndex(of: UInt8(ascii: "{")) {
      if let use = ParameterUse(in: text, at: brace) {
        found.append(use)
        index = use.bytes.upperBound
      } else {
        index = brace + 1
      }
    }
    return found
  }

  private init?(in text: [UInt8], at start: Int) {
    guard text[start...].starts(with: [0x7B, 0x7B]) else { return nil }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 }
    func isLetter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }
    let nameStart = text[(start + 2)...].firstIndex { !isBlank($0) } ?? text.endIndex
    guard nameStart < text.endIndex, isLetter(text[nameStart]) else { return nil }
    let nameEnd =
      text[nameStart...].firstIndex {
        !isLetter($0) && !(0x30...0x39).contains($0) && $0 != UInt8(ascii: "-")
      } ?? text.endIndex
    let close = text[nameEnd...].firstIndex { !isBlank($0) } ?? text.endIndex
    guard text[close...].starts(with: [0x7D, 0x7D]) else { return nil }
    bytes = start..<(close + 2)
    name = String(decoding: text[nameStart..<nameEnd], as: UTF8.self)
  }
}

extension DocumentNode {
  /// Returns the place of a piece of a scalar's text: of the piece where the file shows it so.
  func range(ofPiece piece: String) -> SourceRange {
    let piece = Array(piece.utf8)
    for number in range.start.line...max(range.start.line, range.end.line) {
      guard let line = range.file.line(number).map({ Array($0.utf8) }) else { break }
      guard line.count >= piece.count else { continue }
      let first = number == range.start.line ? min(range.start.column - 1, line.count) : 0
      for start in first..<max(first, line.count - piece.count + 1)
      where line[start...].starts(with: piece) {
        let column = line[..<start].count { $0 & 0xC0 != 0x80 } + 1
        let width = piece.count { $0 & 0xC0 != 0x80 }
        return range.file.range(at: SourcePosition(line: number, column: column), width: width)
      }
    }
    return range
  }
}
