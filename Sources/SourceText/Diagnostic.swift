/// Something to say about what a user wrote, with its place.
public struct Diagnostic: Sendable, Hashable, Error {
  /// How much a diagnostic weighs; an error stops the run.
  public enum Severity: String, Sendable, Hashable {
    case error, warning, note
  }

  /// A further remark to a diagnostic, with a place of its own where it has one.
  public struct Note: Sendable, Hashable {
    public var message: String
    public var range: SourceRange?

    /// Creates a note.
    public init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  public var severity: Severity
  /// The stable code that `explain` knows: lower case with hyphens.
  public var code: String
  /// One lower-case phrase without a full stop, names in single quotes with their noun.
  public var message: String
  public var range: SourceRange?
  public var notes: [Note]

  /// Creates a diagnostic.
  public init(
    _ severity: Severity = .error, code: String, _ message: String, at range: SourceRange?,
    notes: [Note] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.notes = notes
  }
}

/// Everything that was found in a project, collected without stopping at the first.
public struct DiagnosticReport: Sendable {
  public private(set) var diagnostics: [Diagnostic] = []

  /// Creates an empty report.
  public init() {}

  /// Whether anything in the report stops the run.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds a diagnostic.
  public mutating func add(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  /// Adds an error with its place.
  public mutating func error(
    _ code: String, _ message: String, at range: SourceRange?, notes: [Diagnostic.Note] = []
  ) {
    add(Diagnostic(.error, code: code, message, at: range, notes: notes))
  }

  /// Adds a warning with its place.
  public mutating func warning(
    _ code: String, _ message: String, at range: SourceRange?, notes: [Diagnostic.Note] = []
  ) {
    add(Diagnostic(.warning, code: code, message, at: range, notes: notes))
  }

  /// Adds all diagnostics of another report.
  public mutating func merge(_ other: DiagnosticReport) {
    diagnostics.append(contentsOf: other.diagnostics)
  }

  /// The diagnostics by place, those without one first, each once.
  public func sorted() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return diagnostics.filter { seen.insert($0).inserted }.enumerated()
      .sorted { left, right in
        switch (left.element.range, right.element.range) {
        case (let a?, let b?): a == b ? left.offset < right.offset : a < b
        case (nil, .some): true
        case (.some, nil): false
        case (nil, nil): left.offset < right.offset
        }
      }
      .map(\.element)
  }
}
