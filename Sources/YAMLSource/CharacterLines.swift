internal import SourceText

/// Where the lines of a file start, counted in characters.
///
/// libyaml takes a lone carriage return, U+0085, U+2028 and U+2029 for line breaks; editors and
/// excerpts count line feeds only. Needed only for files that have one of these.
struct CharacterLines {
  private var starts = [0]

  /// Creates the lines of a text, or nil where libyaml counts them as everybody does.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard Self.hasUnusualBreaks(bytes) else { return nil }
    var character = 0
    for byte in bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    where byte & 0xC0 != 0x80 {
      character += 1
      if byte == UInt8(ascii: "\n") { starts.append(character) }
    }
  }

  private static func hasUnusualBreaks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x0D:
        if index == count || bytes[index] != 0x0A { return true }
      case 0xC2:
        if index < count, bytes[index] == 0x85 { return true }
      case 0xE2:
        guard index + 1 < count, bytes[index] == 0x80 else { continue }
        if bytes[index + 1] == 0xA8 || bytes[index + 1] == 0xA9 { return true }
      default:
        continue
      }
    }
    return false
  }

  func position(ofCharacter index: Int) -> SourcePosition {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: index - starts[low] + 1)
  }
}

/// Returns the place of a byte in a text: its line and its column in characters.
func position(ofByte offset: Int, in bytes: some RandomAccessCollection<UInt8>) -> SourcePosition {
  var position = SourcePosition(line: 1, column: 1)
  let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  for byte in bytes.prefix(offset).dropFirst(mark) {
    if byte == UInt8(ascii: "\n") {
      position = SourcePosition(line: position.line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      position.column += 1
    }
  }
  return position
}

extension SourceFile {
  /// Returns the range from a position over a number of characters of its line.
  func range(at start: SourcePosition, width: Int = 0) -> SourceRange {
    SourceRange(
      file: self, start: start,
      end: SourcePosition(line: start.line, column: start.column + width))
  }
}
