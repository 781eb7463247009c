/// One SQL statement of an operation, complete: the executor builds no SQL.
public struct SQLFragment: Hashable, Sendable, Codable, ExpressibleByStringInterpolation {
  public var sql: String
  /// Whether neither lock nor statement timeout ends it: it takes long and blocks nobody.
  public var isUnbounded: Bool
  /// Variables of the environment whose values stand in literals as `${NAME}`; they are put in
  /// when the statement is sent, so that no output shows them.
  public var variables: [String] = []

  /// Creates a fragment from one statement without its semicolon.
  public init(_ sql: String, isUnbounded: Bool = false) {
    self.sql = sql
    self.isUnbounded = isUnbounded
  }

  public init(stringLiteral value: String) { self.init(value) }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sql = try values.decode(String.self, forKey: .sql)
    isUnbounded = try values.decodeIfPresent(Bool.self, forKey: .isUnbounded) ?? false
    variables = try values.decodeIfPresent([String].self, forKey: .variables) ?? []
  }
}

/// How an operation stands to transactions.
public enum Transactionality: String, Hashable, Sendable, Codable {
  /// Runs in its phase's transaction.
  case inTransaction
  /// Each statement runs in a transaction of its own, after the main ones have committed.
  case ownTransaction
  /// Runs outside any transaction (CONCURRENTLY); no lock timeout governs it.
  case outside
  /// Runs in its phase's transaction, which commits before anything that follows.
  case commitBoundaryAfter
}

/// What an operation does to rows that exist.
public enum DataEffect: String, Hashable, Sendable, Codable {
  case preserves, scans, rewrites, destroys
}

/// How an operation is undone.
public enum Reversal: Hashable, Sendable, Codable {
  case statements([SQLFragment])
  case impossible(String)
}

/// One step of a plan: typed, complete, and told apart by data rather than by its SQL.
public struct Operation: Hashable, Sendable, Codable {
  public var kind: OperationKind
  public var object: ObjectID
  /// The statements in order; each is one statement.
  public var statements: [SQLFragment]
  /// What `validate` runs in its one transaction: CREATE INDEX without CONCURRENTLY.
  ///
  /// Nil means the statements themselves, an empty list nothing.
  public var transactionalForm: [SQLFragment]?
  /// The locks on relations that live before the run; empty for what the run creates.
  public var locks: [RelationLock]
  public var transactionality: Transactionality
  public var dataEffect: DataEffect
  /// Whether `--allow-destructive` is needed.
  public var isDestructive: Bool
  /// The objects that must be there before.
  public var requires: Set<ObjectID>
  /// The objects that are there, or as declared, after.
  public var provides: Set<ObjectID>
  /// The objects that are gone after.
  public var releases: Set<ObjectID>
  public var reversal: Reversal
  /// The object whose position in YAML the operation comes from.
  public var origin: ObjectID
  /// What a reader of the plan should know, in a phrase: `type integer → bigint`.
  public var summary: String

  /// Creates an operation; what is left out is the harmless default.
  public init(
    _ kind: OperationKind, _ object: ObjectID, _ statements: [SQLFragment],
    transactionalForm: [SQLFragment]? = nil, locks: [RelationLock] = [],
    transactionality: Transactionality = .inTransaction,
    dataEffect: DataEffect = .preserves, isDestructive: Bool = false,
    requires: Set<ObjectID> = [], provides: Set<ObjectID> = [], releases: Set<ObjectID> = [],
    reversal: Reversal = .impossible("no reverse statement is known"),
    origin: ObjectID? = nil, summary: String = ""
  ) {
    self.kind = kind
    self.object = object
    self.statements = statements
    self.transactionalForm = transactionalForm
    self.locks = locks
    self.transactionality = transactionality
    self.dataEffect = dataEffect
    self.isDestructive = isDestructive
    self.requires = requires
    self.provides = provides
    self.releases = releases
    self.reversal = reversal
    self.origin = origin ?? object
    self.summary = summary
  }
}
