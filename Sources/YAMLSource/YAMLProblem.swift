internal import CLibYAML
internal import SourceText

/// libyaml's words for a mistake turned into words that say what to do.
struct YAMLProblem {
  /// Where the diagnostic points.
  enum Place { case problem, context }

  var message: String
  var place = Place.problem
}

extension NodeBuilder {
  /// Reports why libyaml stopped.
  mutating func reportProblem() {
    let state = parser.pointee
    let text = state.problem.map { String(cString: $0) } ?? "the text can't be read"
    if state.error == YAML_READER_ERROR {
      reportUnreadable(text, offset: state.problem_offset, value: Int(state.problem_value))
      return
    }
    let context = state.context.map { String(cString: $0) }
    let isAtEnd = byte(at: state.problem_mark) == nil
    let problem = YAMLProblem(
      text, context: context, byte: byte(at: state.problem_mark), isAtEnd: isAtEnd)
    let contextStart = position(state.context_mark)
    let problemStart = isAtEnd ? endOfText : position(state.problem_mark)
    guard problem.place == .problem else {
      report.error("yaml-syntax", problem.message, at: file.range(at: contextStart))
      return
    }
    var notes: [Diagnostic.Note] = []
    if let context, contextStart != problemStart, let words = YAMLProblem.beginning[context] {
      notes.append(.init("\(words) starts here", at: file.range(at: contextStart)))
    }
    report.error("yaml-syntax", problem.message, at: file.range(at: problemStart), notes: notes)
  }

  private mutating func reportUnreadable(_ text: String, offset: Int, value: Int) {
    let place = file.range(at: YAMLSource.position(ofByte: offset, in: input))
    let hex = value < 0 ? "" : String(value, radix: 16, uppercase: true)
    switch text {
    case "control characters are not allowed":
      let code = String(repeating: "0", count: max(0, 4 - hex.count)) + hex
      report.error(
        "yaml-encoding", "control character U+\(code) is not allowed", at: place,
        notes: [.init("a double-quoted text may write it as \"\\u\(code)\"")])
    default:
      let byte = offset < input.count ? String(input[offset], radix: 16, uppercase: true) : hex
      report.error(
        "yaml-encoding", "byte 0x\(byte) is not valid UTF-8 here, save the file as UTF-8",
        at: place)
    }
  }

  /// The place after the last character that is no white space.
  private var endOfText: SourcePosition {
    let last = input.lastIndex { $0 > 0x20 } ?? -1
    return YAMLSource.position(ofByte: last + 1, in: input)
  }

  /// The byte at a mark, nil at the end of the file.
  private func byte(at mark: yaml_mark_t) -> UInt8? {
    var left = mark.index
    for byte in input.dropFirst(input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    where byte & 0xC0 != 0x80 {
      if left == 0 { return byte }
      left -= 1
    }
    return nil
  }
}

extension YAMLProblem {
  /// What a context of libyaml is the beginning of.
  static let beginning = [
    "while parsing a block mapping": "the map",
    "while parsing a flow mapping": "the map",
    "while parsing a block collection": "the list",
    "while parsing a flow sequence": "the list",
    "while scanning a quoted scalar": "the quoted text",
    "while scanning a block scalar": "the text",
  ]

  /// Creates the words for a problem of libyaml's scanner or parser.
  init(_ problem: String, context: String?, byte: UInt8?, isAtEnd: Bool) {
    if isAtEnd, let unclosed = Self.unclosed(context) {
      self.init(message: unclosed, place: .context)
      return
    }
    switch problem {
    case "found character that cannot start any token":
      self.init(message: Self.unexpected(byte))
    case "mapping values are not allowed in this context":
      self.init(
        message: "a ': ' is not allowed here, quote the text or check the indentation")
    case "mapping keys are not allowed in this context":
      self.init(message: "a key is not allowed here, check the indentation")
    case "block sequence entries are not allowed in this context":
      self.init(message: "a list item '- ' is not allowed here, check the indentation")
    case "could not find expected ':'":
      self.init(message: "a ':' is missing after this key", place: .context)
    case "did not find expected key":
      self.init(message: "a key was expected here, check the indentation")
    case "did not find expected '-' indicator":
      self.init(message: "a list item '- ' was expected here, check the indentation")
    case "did not find expected ',' or ']'":
      self.init(message: "a ',' or the closing ']' is missing")
    case "did not find expected ',' or '}'":
      self.init(message: "a ',' or the closing '}' is missing")
    case "did not find expected <document start>":
      self.init(message: "the document has ended before this text, check the indentation")
    case "did not find expected comment or line break"
    where context == "while scanning a block scalar":
      self.init(message: "a text after '|' or '>' starts on the next line")
    case "did not find expected node content" where isAtEnd:
      self.init(message: "the file ends in a list or a map that has no ']' or '}'")
    case "did not find expected node content":
      self.init(message: "a value was expected here")
    case "found unknown escape character":
      self.init(message: "the text has an unknown escape, write '\\\\' or use single quotes")
    case "found undefined tag handle":
      self.init(message: "the tag has a prefix that is not declared, write '!name'")
    case "did not find expected alphabetic or numeric character":
      self.init(message: "a text that starts with '*' or '&' must be quoted", place: .context)
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation",
      "found a tab character that violate indentation":
      self.init(message: Self.unexpected(UInt8(ascii: "\t")))
    default:
      self.init(message: [problem, context].compactMap { $0 }.joined(separator: " "))
    }
  }

  private static func unexpected(_ byte: UInt8?) -> String {
    switch byte {
    case UInt8(ascii: "\t")?: "indent with spaces, a tab is not allowed here"
    case let byte? where byte > 0x20 && byte < 0x7F:
      "a text that starts with '\(Character(UnicodeScalar(byte)))' must be quoted"
    default: "this text is not allowed here"
    }
  }

  private static func unclosed(_ context: String?) -> String? {
    switch context {
    case "while parsing a flow sequence": "the list that starts here has no closing ']'"
    case "while parsing a flow mapping": "the map that starts here has no closing '}'"
    case "while scanning a quoted scalar": "the text that starts here has no closing quote"
    default: nil
    }
  }
}
