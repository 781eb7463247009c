import SchemaCore

/// A statement on its way to the server, with the operation that it belongs to.
struct UnitStatement: Sendable, Hashable {
  var sql: String
  var parameters: [String?] = []
  /// What is sent in place of the SQL where it has secrets in it, which nothing shows.
  var secretSQL: String?
  /// The operation's index in the plan; nil for the tool's own settings.
  var operation: Int?
  var kind: OperationKind?
  /// Whether it is the operation's first and its last statement.
  var isFirst = false
  var isLast = false

  init(_ sql: String, _ parameters: [String?] = []) {
    self.sql = sql
    self.parameters = parameters
  }

  init(_ fragment: SQLFragment, _ options: ExecutionOptions) {
    self.init(fragment.sql)
    if !fragment.variables.isEmpty { secretSQL = fragment.resolved(options.environment) }
  }
}

/// What is committed at once, or runs alone outside any transaction.
struct ExecutionUnit: Sendable {
  enum Form: Sendable {
    /// Ends with COMMIT.
    case transaction
    /// Ends with ROLLBACK although all went well.
    case discarded
    /// Statements that refuse a transaction block; each takes effect alone.
    case outside
  }

  /// What is sent at once.
  enum Part: Sendable, Equatable {
    /// A pipeline: a failure skips the rest.
    case statements([UnitStatement])
    /// A text of any number of statements.
    case script(String)
    /// Nothing, until no other session holds a lock that conflicts with these.
    case pause([RelationLock])
  }

  var form: Form
  var parts: [Part]
  /// What gives the session back as it was, for units outside transactions.
  var closing: [UnitStatement] = []
  /// The operations that have statements in the unit.
  var operations: [Int] = []
  /// The operations that are done when the unit is.
  var completes: [Int] = []
  /// The operation outside transactions, for its progress.
  var step: Range<Int>?
  /// Whether no timeout governs the unit.
  var isUnbounded = false
}
