import SchemaCore
import SourceText

/// What the server said about a statement that failed (the fields of its error message).
public struct ServerMessage: Sendable, Hashable {
  /// The SQLSTATE; empty where not the server refused (a precheck that isn't met).
  public var sqlState: String
  public var message: String
  public var detail: String?
  public var hint: String?
  /// The call stack (`CONTEXT`).
  public var context: String?
  /// The character in the statement, counted from 1.
  public var position: Int?
  /// The query inside a function that failed, and the character in it.
  public var internalQuery: String?
  public var internalPosition: Int?

  /// Creates a message.
  public init(
    sqlState: String, message: String, detail: String? = nil, hint: String? = nil,
    context: String? = nil, position: Int? = nil, internalQuery: String? = nil,
    internalPosition: Int? = nil
  ) {
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
    self.context = context
    self.position = position
    self.internalQuery = internalQuery
    self.internalPosition = internalPosition
  }
}

/// What ended a run before its end.
public struct RunFailure: Sendable {
  /// A session that held a lock which the statement waited for.
  public struct Blocker: Sendable, Hashable {
    public var pid: Int
    public var user: String
    public var application: String
    public var query: String
    /// The session's state as `pg_stat_activity` has it: `idle in transaction`.
    public var state: String

    /// Creates a blocker.
    public init(pid: Int, user: String, application: String, query: String, state: String) {
      self.pid = pid
      self.user = user
      self.application = application
      self.query = query
      self.state = state
    }
  }

  /// The operation that failed; nil for a script, a commit, the tool's own statements.
  public var operation: OperationReport?
  /// The script that failed, by path.
  public var script: String?
  /// The failed statement as it was sent.
  public var statement: String
  public var error: ServerMessage
  /// The class that the executor gave the error: `lock`, `permanent`.
  public var failureClass: String
  public var blockers: [Blocker]
  /// How often the statement was tried.
  public var attempts: Int
  /// What to do next in a sentence; nil for the usual advice.
  public var advice: String?

  /// Creates a failure.
  public init(
    operation: OperationReport? = nil, script: String? = nil, statement: String,
    error: ServerMessage, failureClass: String, blockers: [Blocker] = [], attempts: Int = 1,
    advice: String? = nil
  ) {
    self.operation = operation
    self.script = script
    self.statement = statement
    self.error = error
    self.failureClass = failureClass
    self.blockers = blockers
    self.attempts = attempts
    self.advice = advice
  }
}

extension RunFailure {
  /// The failure as an object of `run --json`.
  var json: JSONValue {
    [
      "operation": operation?.json ?? .null,
      "script": JSONValue(script),
      "source": (operation?.source).json,
      "sql": .string(statement),
      "sqlState": .string(error.sqlState),
      "message": .string(error.message),
      "detail": JSONValue(error.detail),
      "hint": JSONValue(error.hint),
      "context": JSONValue(error.context),
      "position": JSONValue(error.position),
      "class": .string(failureClass),
      "attempts": .number(attempts),
      "blockers": .array(blockers.map(\.json)),
    ]
  }

  /// Returns the failure as lines: heading, statement, what the server said, who blocks.
  func lines(_ options: TextOptions) -> [String] {
    var lines = [heading(options.style)]
    lines.append(printable(error.message))
    if !statement.isEmpty {
      lines += SQLExcerpt(sql: statement, position: error.position, width: options.width).lines()
    }
    if let query = error.internalQuery {
      lines.append("in the query:")
      lines += SQLExcerpt(sql: query, position: error.internalPosition, width: options.width)
        .lines()
    }
    for (name, text) in [
      ("detail", error.detail), ("hint", error.hint), ("context", error.context),
    ] {
      guard let text, !text.isEmpty else { continue }
      let indent = "\n" + String(repeating: " ", count: name.utf8.count + 2)
      let content = printable(text).split(separator: "\n").joined(separator: indent)
      lines.append("\(options.style.text("\(name):", as: .note)) \(content)")
    }
    if attempts > 1 { lines.append("tried \(attempts) times") }
    for blocker in blockers { lines.append("blocked by \(blocker.words(options))") }
    return lines
  }

  private func heading(_ style: Style) -> String {
    let place = operation?.source.map { "\($0): " } ?? script.map { "\($0): " } ?? ""
    let title: String
    if let operation {
      title = "\(operation.words) '\(operation.operation.object.path)' failed"
    } else {
      title = script == nil ? "a statement failed" : "the script failed"
    }
    let code = error.sqlState.isEmpty ? "" : " [\(error.sqlState)]"
    return style.text(printable(place), as: .bold) + style.text("error:", as: .error)
      + " " + style.text(printable(title) + code, as: .bold)
  }
}

extension RunFailure.Blocker {
  fileprivate var json: JSONValue {
    [
      "pid": .number(pid), "user": .string(user), "application": .string(application),
      "state": .string(state), "query": .string(query),
    ]
  }

  fileprivate func words(_ options: TextOptions) -> String {
    var words = "pid \(pid)"
    if !user.isEmpty { words += ", user \(user)" }
    if !application.isEmpty { words += ", application \(application)" }
    if !state.isEmpty { words += ", \(state)" }
    let query = truncated(singleLine(query), to: max(40, options.width - 4))
    return printable(words) + (query.isEmpty ? "" : ":\n    \(query)")
  }
}
