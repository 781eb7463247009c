/// A value of a document with its place: a scalar, a sequence or a mapping.
///
/// Scalars stay text until a key asks for a type, so `no` and `012` are never changed.
public struct DocumentNode: Sendable {
  /// How a scalar was written.
  public enum ScalarStyle: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// A key with its value, in the order of the document.
  public struct Entry: Sendable {
    public var key: DocumentNode
    public var value: DocumentNode

    /// Creates an entry of a mapping.
    public init(key: DocumentNode, value: DocumentNode) {
      self.key = key
      self.value = value
    }
  }

  /// What a node holds.
  public enum Content: Sendable {
    case scalar(String, ScalarStyle)
    case sequence([DocumentNode])
    case mapping([Entry])
  }

  public var content: Content
  public var range: SourceRange
  /// The tag as written (`!sql`), nil where none was.
  public var tag: String?

  /// Creates a node from its content and place.
  public init(_ content: Content, range: SourceRange, tag: String? = nil) {
    self.content = content
    self.range = range
    self.tag = tag
  }
}

extension DocumentNode {
  /// The text of a scalar, nil for other nodes.
  public var scalar: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// Whether the node is a plain empty scalar, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let text, .plain) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The items of a sequence, nil for other nodes.
  public var items: [DocumentNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The entries of a mapping, nil for other nodes.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// Returns the value of a mapping's key, nil where the node has no such key.
  public subscript(key: String) -> DocumentNode? {
    entries?.first { $0.key.scalar == key }?.value
  }

  /// Returns the place of a part of a scalar's text; the whole scalar's where it can't be told.
  ///
  /// - Parameter bytes: the part in the UTF-8 form of the text.
  public func range(ofBytes bytes: Range<Int>) -> SourceRange {
    guard case .scalar(let text, .plain) = content, range.start.line == range.end.line
    else { return range }
    let before = String(decoding: text.utf8.prefix(bytes.lowerBound), as: UTF8.self)
    let part = String(
      decoding: text.utf8.dropFirst(bytes.lowerBound).prefix(bytes.count), as: UTF8.self)
    var result = range
    result.start.column += before.unicodeScalars.count
    result.end.column = result.start.column + part.unicodeScalars.count
    return result
  }

  /// The node's form in a diagnostic's words: 'a text', 'a list', 'a map'.
  public var formDescription: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }
}
