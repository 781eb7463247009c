import Planning
import SQLText
import SchemaCore

/// Turns a plan's steps into units with all settings that their statements need.
struct UnitAssembly {
  let plan: Plan
  let options: ExecutionOptions

  /// How many statements go into one pipeline, so that there is progress to report.
  private static let pipelineLength = 1000

  /// Prechecks are asked before the run and change nothing.
  static let precheckName = "run_precheck"

  /// Returns the units of the plan's steps in order.
  func units() -> [ExecutionUnit] {
    plan.steps.flatMap { step in
      switch step {
      case .transaction(let range, let isBootstrap):
        [transaction(range, isBootstrap: isBootstrap)]
      case .outside(let index): [outside(index)]
      case .ownTransactions(let index): ownTransactions(index)
      }
    }
  }

  /// Returns the one transaction in which the whole plan is tried and rolled back.
  func validation() -> ExecutionUnit {
    var body: [UnitStatement] = []
    var settings = TransactionSettings(options)
    for step in plan.steps {
      var isBootstrap = false
      if case .transaction(_, true) = step { isBootstrap = true }
      if isBootstrap { body += bootstrapSettings }
      for index in runnable(step.range) {
        let operation = plan.operations[index].operation
        let fragments = operation.transactionalForm ?? operation.statements
        body += statements(fragments, of: index, &settings)
      }
      if isBootstrap { body += bootstrapResets + options.timeouts }
    }
    let operations = plan.steps.flatMap { runnable($0.range) }
    return ExecutionUnit(
      form: .discarded, parts: parts(opening: opening(isBootstrap: false), body: body),
      operations: operations, step: plan.operations.indices)
  }

  /// Returns what starts a transaction: settings, then the user's own SQL.
  func opening(isBootstrap: Bool, isUnbounded: Bool = false) -> [UnitStatement] {
    // A database-wide default of SERIALIZABLE would make DDL fail with 40001.
    [UnitStatement("BEGIN ISOLATION LEVEL READ COMMITTED")]
      + (isUnbounded ? ExecutionOptions.noTimeouts : options.timeouts)
      + (isBootstrap ? bootstrapSettings : [])
  }

  /// Returns the parts of a transaction, in as few round trips as its scripts allow.
  func parts(opening: [UnitStatement], body: [UnitStatement]) -> [ExecutionUnit.Part] {
    var parts: [ExecutionUnit.Part] = []
    var rest = body[...]
    if let script = options.perTransactionSQL {
      parts = [.statements(opening), .script(script)]
    } else {
      rest = (opening + body)[...]
    }
    while !rest.isEmpty {
      parts.append(.statements(Array(rest.prefix(Self.pipelineLength))))
      rest = rest.dropFirst(Self.pipelineLength)
    }
    return parts
  }

  // MARK: Steps

  private func runnable(_ range: Range<Int>) -> [Int] {
    range.filter { plan.operations[$0].operation.kind.name != Self.precheckName }
  }

  private func transaction(_ range: Range<Int>, isBootstrap: Bool) -> ExecutionUnit {
    var settings = TransactionSettings(options)
    let operations = runnable(range)
    var body: [UnitStatement] = []
    for index in operations {
      body += statements(plan.operations[index].operation.statements, of: index, &settings)
    }
    return ExecutionUnit(
      form: .transaction,
      parts: body.isEmpty
        ? [] : parts(opening: opening(isBootstrap: isBootstrap), body: body),
      operations: operations, completes: Array(range), step: range)
  }

  private func ownTransactions(_ index: Int) -> [ExecutionUnit] {
    let planned = plan.operations[index]
    let fragments = planned.operation.statements
    return fragments.enumerated().map { place, fragment in
      let isUnbounded = isUnbounded(fragment, of: planned.operation)
      var statement = UnitStatement(fragment, options)
      statement.operation = index
      statement.kind = planned.operation.kind
      statement.isFirst = place == 0
      statement.isLast = place == fragments.count - 1
      let path = UnitStatement("SET LOCAL search_path = \(searchPath(planned.searchPath))")
      return ExecutionUnit(
        form: .transaction,
        parts: parts(
          opening: opening(isBootstrap: false, isUnbounded: isUnbounded), body: [path, statement]),
        operations: [index], completes: statement.isLast ? [index] : [],
        step: index..<(index + 1), isUnbounded: isUnbounded)
    }
  }

  private func outside(_ index: Int) -> ExecutionUnit {
    let planned = plan.operations[index]
    let fragments = planned.operation.statements
    // CONCURRENTLY waits for every older snapshot, and lock_timeout would count that wait and
    // leave an INVALID index behind.
    let opening = [
      UnitStatement("SET lock_timeout = 0"), UnitStatement("SET statement_timeout = 0"),
      UnitStatement("SET search_path = \(searchPath(planned.searchPath))"), Self.heedingTheClient,
    ]
    var parts = [ExecutionUnit.Part.statements(opening)]
    // More than one statement: the first drops what a run left that was interrupted.
    if fragments.count > 1 { parts += wait(for: planned.operation.locks) }
    for (place, fragment) in fragments.enumerated() {
      var statement = UnitStatement(fragment, options)
      statement.operation = index
      statement.kind = planned.operation.kind
      statement.isFirst = place == 0
      statement.isLast = place == fragments.count - 1
      parts.append(.statements([statement]))
    }
    return ExecutionUnit(
      form: .outside, parts: parts,
      closing: [
        "lock_timeout", "statement_timeout", "search_path", "client_connection_check_interval",
      ].map { UnitStatement("RESET \($0)") },
      operations: [index], completes: [index], step: index..<(index + 1), isUnbounded: true)
  }

  /// Ends an index build soon after its tool was killed; otherwise it would go on, and end in a
  /// deadlock with the next run: each waits for the other's lock or snapshot.
  ///
  /// Shorter than `deadlock_timeout`. Servers on Windows refuse any value.
  private static let heedingTheClient = UnitStatement(
    """
    SELECT set_config('client_connection_check_interval', '500', false) \
    WHERE version() !~* 'visual c|mingw|windows'
    """)

  /// Waits for an index build of somebody else, or of a run whose tool is gone.
  ///
  /// A DROP INDEX CONCURRENTLY beside it fails where both change the index's row in the catalog,
  /// and ends in a deadlock where each waits for the other's lock or snapshot.
  private func wait(for locks: [RelationLock]) -> [ExecutionUnit.Part] {
    let building = locks.filter { $0.mode == .shareUpdateExclusive }
    return building.isEmpty ? [] : [.pause(building)]
  }

  /// Where no statement of a scanning operation is marked, all of them take their time.
  private func isUnbounded(_ fragment: SQLFragment, of operation: Operation) -> Bool {
    let hasMarks = operation.statements.contains { $0.isUnbounded }
    return fragment.isUnbounded || operation.dataEffect == .scans && !hasMarks
  }

  private func statements(
    _ fragments: [SQLFragment], of index: Int, _ settings: inout TransactionSettings
  ) -> [UnitStatement] {
    let planned = plan.operations[index]
    return fragments.enumerated().flatMap { place, fragment in
      var statement = UnitStatement(fragment, options)
      statement.operation = index
      statement.kind = planned.operation.kind
      statement.isFirst = place == 0
      statement.isLast = place == fragments.count - 1
      return settings.changes(for: fragment, in: planned.searchPath) + [statement]
    }
  }

  // MARK: Bootstrap

  private var bootstrapSettings: [UnitStatement] {
    [UnitStatement("SET LOCAL smplcty.bootstrap = 'true'")]
      + options.bootstrapSession.map {
        UnitStatement("SELECT set_config($1, $2, true)", [$0.name, $0.value])
      }
  }

  private var bootstrapResets: [UnitStatement] {
    (["smplcty.bootstrap"] + options.bootstrapSession.map(\.name)).map { name in
      let parts = name.split(separator: ".").map { quotedIdentifier(String($0)) }
      return UnitStatement("SET LOCAL \(parts.joined(separator: ".")) TO DEFAULT")
    }
  }
}

extension ExecutionOptions {
  /// The timeouts as the settings of a transaction.
  var timeouts: [UnitStatement] {
    [
      UnitStatement("SET LOCAL lock_timeout = \(lockTimeout)"),
      UnitStatement("SET LOCAL statement_timeout = \(statementTimeout)"),
    ]
  }

  static let noTimeouts = [
    UnitStatement("SET LOCAL lock_timeout = 0"), UnitStatement("SET LOCAL statement_timeout = 0"),
  ]
}

/// The settings that change from statement to statement within a transaction.
private struct TransactionSettings {
  private let statementTimeout: Int
  private var path: [String]?
  private var isUnbounded = false

  init(_ options: ExecutionOptions) { statementTimeout = options.statementTimeout }

  /// Returns what must be set before a statement, nothing where all stands already.
  mutating func changes(for fragment: SQLFragment, in path: [String]) -> [UnitStatement] {
    var changes: [UnitStatement] = []
    if self.path != path {
      changes.append(UnitStatement("SET LOCAL search_path = \(searchPath(path))"))
      self.path = path
    }
    if isUnbounded != fragment.isUnbounded {
      // The lock timeout stays: the transaction may hold strong locks that others wait for.
      let timeout = fragment.isUnbounded ? 0 : statementTimeout
      changes.append(UnitStatement("SET LOCAL statement_timeout = \(timeout)"))
      isUnbounded = fragment.isUnbounded
    }
    return changes
  }
}

/// Returns schemas as the value of `search_path`.
func searchPath(_ schemas: [String]) -> String {
  schemas.isEmpty ? "''" : schemas.map(quotedIdentifier).joined(separator: ", ")
}
