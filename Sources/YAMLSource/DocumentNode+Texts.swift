internal import SourceText

extension DocumentNode {
  /// Returns the node with its texts replaced, keys included; nil where none changes.
  ///
  /// - Parameter replacement: the new text of a scalar, nil where it stays.
  func replacingTexts(_ replacement: (_ text: String, _ node: DocumentNode) -> String?)
    -> DocumentNode?
  {
    switch content {
    case .scalar(let text, let style):
      guard let new = replacement(text, self) else { return nil }
      var copy = self
      // A text made by a replacement is never null, also where it is empty.
      copy.content = .scalar(new, style == .plain && new != text ? .doubleQuoted : style)
      return copy
    case .sequence(var items):
      var isChanged = false
      for index in items.indices {
        guard let new = items[index].replacingTexts(replacement) else { continue }
        items[index] = new
        isChanged = true
      }
      guard isChanged else { return nil }
      var copy = self
      copy.content = .sequence(items)
      return copy
    case .mapping(var entries):
      var isChanged = false
      for index in entries.indices {
        if let new = entries[index].key.replacingTexts(replacement) {
          entries[index].key = new
          isChanged = true
        }
        if let new = entries[index].value.replacingTexts(replacement) {
          entries[index].value = new
          isChanged = true
        }
      }
      guard isChanged else { return nil }
      var copy = self
      copy.content = .mapping(entries)
      return copy
    }
  }
}

extension String {
  /// Returns the text with every `{table}` replaced by a name, nil where there is none.
  func replacingTableName(with name: String) -> String? {
    guard utf8.contains(UInt8(ascii: "{")) else { return nil }
    let tableMark = Array("{table}".utf8)
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var start = 0
    var index = 0
    while let brace = bytes[index...].firstIndex(of: UInt8(ascii: "{")) {
      if bytes[brace...].starts(with: tableMark) {
        result += bytes[start..<brace]
        result += name.utf8
        start = brace + tableMark.count
        index = start
      } else {
        index = brace + 1
      }
    }
    guard start > 0 else { return nil }
    return String(decoding: result + bytes[start...], as: UTF8.self)
  }
}
