public import SchemaCore

/// An operation in its place in a plan.
public struct PlannedOperation: Sendable, Hashable {
  public var operation: Operation
  /// The phase it runs in, which may be earlier or later than its kind's default.
  public var phase: Phase
  /// The schemas in which the user's own text in the statements is looked up.
  public var searchPath: [String]

  /// Creates a planned operation.
  public init(_ operation: Operation, phase: Phase, searchPath: [String]) {
    self.operation = operation
    self.phase = phase
    self.searchPath = searchPath
  }
}

/// An operation that the plan leaves out, and what would let it in.
public struct BlockedOperation: Sendable, Hashable {
  public var operation: Operation
  /// Why it is left out, in a phrase: `destroys data`.
  public var reason: String
  /// The flag that lets it in; nil where the project must change.
  public var flag: String?

  /// Creates a blocked operation.
  public init(_ operation: Operation, reason: String, flag: String?) {
    self.operation = operation
    self.reason = reason
    self.flag = flag
  }
}

/// What is committed together: the unit of execution.
public enum PlanStep: Sendable, Hashable {
  /// Operations in one transaction, as a range of the plan's operations.
  case transaction(Range<Int>, isBootstrap: Bool)
  /// One operation outside any transaction.
  case outside(Int)
  /// One operation whose statements run in a transaction each.
  case ownTransactions(Int)

  /// The step's operations as a range of the plan's.
  public var range: Range<Int> {
    switch self {
    case .transaction(let range, _): range
    case .outside(let index), .ownTransactions(let index): index..<(index + 1)
    }
  }
}

/// The operations that lead from live to declared, in order, cut into transactions.
public struct Plan: Sendable {
  public var operations: [PlannedOperation] = []
  public var blocked: [BlockedOperation] = []
  public var steps: [PlanStep] = []

  /// Creates an empty plan.
  public init() {}

  /// Whether there is nothing to do.
  public var isEmpty: Bool { operations.isEmpty }
}

/// How a plan is cut into transactions.
public enum TransactionMode: String, Sendable, Hashable, CaseIterable {
  /// Phases 0 to 6 in one transaction, 8 to 16 in another.
  case atomic
  /// A short transaction for each table.
  case perTable = "per-table"
}

/// What decides a plan beside the two snapshots.
public struct PlanOptions: Sendable {
  public var allowsDestructive = false
  public var transactions = TransactionMode.atomic
  public var skipsPrechecks = false
  /// Whether scripts will run, so that prechecks are needed without other operations.
  public var hasPendingScripts = false
  /// The schemas whose undeclared objects the project may drop.
  public var managedSchemas: Set<String> = []
  /// The schemas of which everything may be dropped without being asked for.
  public var disposableSchemas: Set<String> = []
  /// Tables that are made and seeded before everything else.
  public var bootstrap: Set<ObjectID> = []

  /// Creates the default options.
  public init() {}

  /// Returns whether an object may be dropped without being asked for.
  func isDisposable(_ id: ObjectID) -> Bool {
    disposableSchemas.contains(id.schema.isEmpty ? id.name : id.schema)
  }
}
