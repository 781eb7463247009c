internal import CLibYAML
public import SourceText

/// Parses all documents of a YAML file; empty documents are skipped.
///
/// Never throws: what is wrong is reported, and the documents before it are returned. The marks
/// of libyaml count from 0 and in characters, positions count from 1.
public func parseYAML(_ file: SourceFile, into report: inout DiagnosticReport) -> [DocumentNode] {
  parseYAML(file.bytes, reportedAs: file, into: &report).documents
}

/// The documents of a file, and whether the file could be read to its end.
struct ParsedYAML: Sendable {
  var documents: [DocumentNode] = []
  var isComplete = false
}

/// Parses bytes whose places are reported in a file that may be a redacted copy of them.
func parseYAML(
  _ bytes: [UInt8], reportedAs file: SourceFile, into report: inout DiagnosticReport
) -> ParsedYAML {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    let start = SourcePosition(line: 1, column: 1)
    report.error(
      "yaml-encoding", "the file is UTF-16, save it as UTF-8",
      at: SourceRange(file: file, start: start, end: start))
    return ParsedYAML()
  }
  return bytes.withUnsafeBufferPointer { input in
    var builder = NodeBuilder(input, file: file)
    let parsed = builder.documents()
    report.merge(builder.report)
    return parsed
  }
}

/// Builds nodes from the events of libyaml, in one pass.
struct NodeBuilder: ~Copyable {
  /// How deep lists and maps may be nested: far more than the format uses.
  static let depthLimit = 200
  /// How many nodes the aliases of one file may stand for ("billion laughs").
  static let aliasLimit = 100_000

  /// Ends a file early, after its problem has been reported.
  struct Stop: Error {}

  private struct Anchor {
    var node: DocumentNode?
    var count = 0
    var height = 0
  }

  let parser: UnsafeMutablePointer<yaml_parser_t>
  let input: UnsafeBufferPointer<UInt8>
  let file: SourceFile
  var report = DiagnosticReport()
  /// Set only where the file has line breaks that libyaml counts and editors don't.
  private let characterLines: CharacterLines?
  private var anchors: [String: Anchor] = [:]
  private var nodeCount = 0
  private var aliasedCount = 0
  private var deepest = 0

  init(_ input: UnsafeBufferPointer<UInt8>, file: SourceFile) {
    // The parser keeps a pointer to itself, so it needs an address that doesn't change.
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      preconditionFailure("yaml_parser_initialize has no memory for '\(file.path)'")
    }
    self.input = input
    self.file = file
    characterLines = CharacterLines(input)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  mutating func documents() -> ParsedYAML {
    var parsed = ParsedYAML()
    do throws(Stop) {
      while true {
        var event = try next()
        defer { yaml_event_delete(&event) }
        switch event.type {
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT:
          parsed.isComplete = true
          return parsed
        case YAML_DOCUMENT_START_EVENT:
          anchors.removeAll(keepingCapacity: true)
          let root = try node(depth: 1)
          if !(root.isNull && root.tag == nil) { parsed.documents.append(root) }
        default:
          continue
        }
      }
    } catch {
      return parsed
    }
  }

  private mutating func next() throws(Stop) -> yaml_event_t {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      reportProblem()
      throw Stop()
    }
    return event
  }

  private mutating func node(depth: Int) throws(Stop) -> DocumentNode {
    var event = try next()
    defer { yaml_event_delete(&event) }
    return try node(from: event, depth: depth)
  }

  private mutating func node(
    from event: yaml_event_t, depth: Int
  ) throws(Stop) -> DocumentNode {
    guard depth <= Self.depthLimit else {
      report.error(
        "yaml-depth", "lists and maps are nested more than \(Self.depthLimit) deep",
        at: range(event.start_mark, event.end_mark))
      throw Stop()
    }
    nodeCount += 1
    deepest = max(deepest, depth)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let node = scalar(from: event)
      if let anchor = event.data.scalar.anchor {
        anchors[String(cString: anchor)] = Anchor(node: node, count: 1)
      }
      return node
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return try anchored(start.anchor, depth: depth) { builder throws(Stop) in
        try builder.sequence(from: event.start_mark, tag: start.tag, depth: depth)
      }
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return try anchored(start.anchor, depth: depth) { builder throws(Stop) in
        try builder.mapping(from: event.start_mark, tag: start.tag, depth: depth)
      }
    default:
      return try alias(from: event, depth: depth)
    }
  }

  private func scalar(from event: yaml_event_t) -> DocumentNode {
    let scalar = event.data.scalar
    let text = String(
      decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    let tag = tag(scalar.tag)
    var style: DocumentNode.ScalarStyle =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    // '!!str null' is a text, and only a plain scalar may be read as null.
    if style == .plain, tag == "!!str" || tag == "!" { style = .doubleQuoted }
    return DocumentNode(
      .scalar(text, style), range: range(event.start_mark, event.end_mark), tag: tag)
  }

  private mutating func sequence(
    from startMark: yaml_mark_t, tag tagName: UnsafeMutablePointer<UInt8>?, depth: Int
  ) throws(Stop) -> DocumentNode {
    var items: [DocumentNode] = []
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_SEQUENCE_END_EVENT {
        let range = range(startMark, endEvent: event, last: items.last)
        return DocumentNode(.sequence(items), range: range, tag: tag(tagName))
      }
      items.append(try node(from: event, depth: depth + 1))
    }
  }

  private mutating func mapping(
    from startMark: yaml_mark_t, tag tagName: UnsafeMutablePointer<UInt8>?, depth: Int
  ) throws(Stop) -> DocumentNode {
    var keys = MappingKeys()
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_MAPPING_END_EVENT {
        let range = range(startMark, endEvent: event, last: keys.entries.last?.value)
        let entries = keys.mergedEntries(&report)
        return DocumentNode(.mapping(entries), range: range, tag: tag(tagName))
      }
      let key = try node(from: event, depth: depth + 1)
      let value = try node(depth: depth + 1)
      keys.add(key, value, &report)
    }
  }

  private mutating func anchored(
    _ name: UnsafeMutablePointer<UInt8>?, depth: Int,
    _ build: (inout Self) throws(Stop) -> DocumentNode
  ) throws(Stop) -> DocumentNode {
    guard let name else { return try build(&self) }
    let key = String(cString: name)
    let countBefore = nodeCount
    let deepestBefore = deepest
    deepest = depth
    // An anchor without a node is one that is still being read.
    anchors[key] = Anchor()
    let node = try build(&self)
    anchors[key] = Anchor(
      node: node, count: nodeCount - countBefore + 1, height: deepest - depth)
    deepest = max(deepest, deepestBefore)
    return node
  }

  private mutating func alias(
    from event: yaml_event_t, depth: Int
  ) throws(Stop) -> DocumentNode {
    let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
    let place = range(event.start_mark, event.end_mark)
    guard let anchor = anchors[name] else {
      let near = nearestSpelling(of: name, among: anchors.keys)
      report.error(
        "yaml-alias", "alias '*\(name)' has no anchor '&\(name)' before it", at: place,
        notes: near.map { [.init("did you mean '*\($0)'?", at: place)] } ?? [])
      return DocumentNode(.scalar("", .plain), range: place)
    }
    guard let node = anchor.node else {
      report.error("yaml-alias", "alias '*\(name)' stands inside of its own anchor", at: place)
      return DocumentNode(.scalar("", .plain), range: place)
    }
    nodeCount += anchor.count
    aliasedCount += anchor.count
    deepest = max(deepest, depth + anchor.height)
    guard aliasedCount <= Self.aliasLimit else {
      report.error(
        "yaml-alias", "the aliases of this file stand for more than \(Self.aliasLimit) values",
        at: place)
      throw Stop()
    }
    guard deepest <= Self.depthLimit else {
      report.error(
        "yaml-depth", "lists and maps are nested more than \(Self.depthLimit) deep", at: place)
      throw Stop()
    }
    return node
  }

  /// The tag as it was written: libyaml expands the shorthand '!!'.
  private func tag(_ name: UnsafeMutablePointer<UInt8>?) -> String? {
    guard let name else { return nil }
    let tag = String(cString: name)
    let prefix = "tag:yaml.org,2002:"
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
  }

  private func range(_ start: yaml_mark_t, _ end: yaml_mark_t) -> SourceRange {
    SourceRange(file: file, start: position(start), end: position(end))
  }

  /// A block collection ends with its last value: libyaml's own mark is at the next token.
  private func range(
    _ start: yaml_mark_t, endEvent: yaml_event_t, last: DocumentNode?
  ) -> SourceRange {
    let isFlow = endEvent.start_mark.index != endEvent.end_mark.index
    let first = position(start)
    if !isFlow, let last, last.range.end > first {
      return SourceRange(file: file, start: first, end: last.range.end)
    }
    return SourceRange(file: file, start: first, end: position(endEvent.end_mark))
  }

  func position(_ mark: yaml_mark_t) -> SourcePosition {
    if let characterLines { return characterLines.position(ofCharacter: mark.index) }
    return SourcePosition(line: mark.line + 1, column: mark.column + 1)
  }
}
