/// A value to write as YAML.
public enum EmittedNode: Sendable {
  /// A text: quoted where a reader could take it for anything else.
  case scalar(String)
  /// A number, a truth value or `null`, written as it stands.
  case plain(String)
  case sequence([EmittedNode])
  case mapping([(key: String, value: EmittedNode)])
  /// A value with a tag such as `!sql`.
  indirect case tagged(String, EmittedNode)
}

/// Returns a value as a YAML document in block style; equal values give equal bytes.
public func emitYAML(_ node: EmittedNode) -> String {
  var emitter = Emitter()
  emitter.write(node, indent: 0, after: .documentStart)
  return emitter.text
}

private struct Emitter {
  /// What stands before a value on its line.
  enum Opening { case documentStart, key, dash, tag }

  var text = ""

  mutating func write(_ node: EmittedNode, indent: Int, after opening: Opening) {
    switch node {
    case .tagged(let tag, let value):
      text += "\(opening == .key ? " " : "")\(tag)"
      write(value, indent: indent, after: .tag)
    case .plain(let value):
      text += "\(opening == .key || opening == .tag ? " " : "")\(value)\n"
    case .scalar(let value):
      if opening == .key || opening == .tag { text += " " }
      writeText(value, indent: indent)
    case .sequence(let items) where items.isEmpty:
      text += opening == .key || opening == .tag ? " []\n" : "[]\n"
    case .mapping(let entries) where entries.isEmpty:
      text += opening == .key || opening == .tag ? " {}\n" : "{}\n"
    case .sequence(let items):
      if opening == .key, let line = Emitter.line(of: items, indent: indent) {
        text += " \(line)\n"
      } else {
        writeItems(items, indent: indent, after: opening)
      }
    case .mapping(let entries):
      writeEntries(entries, indent: indent, after: opening)
    }
  }

  /// Returns a short list of words as it stands on one line, nil for other lists.
  private static func line(of items: [EmittedNode], indent: Int) -> String? {
    var words: [String] = []
    for item in items {
      guard case .scalar(let text) = item, ScalarText(text).isWords else { return nil }
      words.append(text)
    }
    let line = "[\(words.joined(separator: ", "))]"
    return indent + line.utf8.count <= 72 ? line : nil
  }

  private mutating func writeItems(_ items: [EmittedNode], indent: Int, after opening: Opening) {
    var isFirst = startCollection(after: opening)
    for item in items {
      if !isFirst { writeIndent(indent) }
      isFirst = false
      text += "- "
      write(item, indent: indent + 2, after: .dash)
    }
  }

  private mutating func writeEntries(
    _ entries: [(key: String, value: EmittedNode)], indent: Int, after opening: Opening
  ) {
    var isFirst = startCollection(after: opening)
    for (key, value) in entries {
      if !isFirst { writeIndent(indent) }
      isFirst = false
      let written = ScalarText(key).singleLine
      // A key without '?' may have at most 1024 characters.
      if written.utf8.count > 1000 {
        text += "? \(written)\n"
        writeIndent(indent)
        text += ":"
      } else {
        text += "\(written):"
      }
      write(value, indent: indent + 2, after: .key)
    }
  }

  /// Returns whether the first line of a collection goes on the line that stands.
  private mutating func startCollection(after opening: Opening) -> Bool {
    if opening == .key || opening == .tag {
      text += "\n"
      return false
    }
    return true
  }

  private mutating func writeIndent(_ indent: Int) {
    text += String(repeating: " ", count: indent)
  }

  private mutating func writeText(_ value: String, indent: Int) {
    let scalar = ScalarText(value)
    guard scalar.isLiteral else {
      text += scalar.singleLine + "\n"
      return
    }
    // The indentation of a literal is counted from the collection that it stands in.
    let contentIndent = max(indent, 2)
    text += scalar.literalHeader(indent: 2) + "\n"
    for line in scalar.literalLines {
      if !line.isEmpty { writeIndent(contentIndent) }
      text += line + "\n"
    }
  }
}
