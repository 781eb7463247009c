public import Planning
public import SchemaCore
public import SourceText

/// A plan with everything that its reader has to know before it runs.
public struct PlanReport: Sendable {
  /// Something that a reader should think about before the plan runs.
  public struct Warning: Sendable, Hashable {
    /// The stable code: `many-tables-locked`.
    public var code: String
    public var message: String
    public var objects: [ObjectID]

    /// Creates a warning.
    public init(code: String, _ message: String, objects: [ObjectID] = []) {
      self.code = code
      self.message = message
      self.objects = objects
    }
  }

  public var operations: [OperationReport] = []
  public var blocked: [OperationReport] = []
  public var steps: [PlanStep] = []
  public var warnings: [Warning] = []
  /// The scripts that will run before and after, by path.
  public var preScripts: [String]
  public var postScripts: [String]
  /// What the tool doesn't know; nil where nobody has asked for it.
  public var unmanaged: [UnmanagedItem]?
  /// What is made later, once the rows of a new column are filled.
  public var waiting: [String] = []
  /// What is so when nothing is to be done.
  public var sameness = "the database matches the project"

  /// Creates a report from a plan and the context that its making returned.
  ///
  /// - Parameters:
  ///   - positions: where each object was declared.
  ///   - transactions: how the plan was cut, so that the report knows what to advise.
  public init(
    _ plan: Plan, in context: PlanContext, positions: [ObjectID: SourceRange] = [:],
    transactions: TransactionMode = .atomic, preScripts: [String] = [], postScripts: [String] = []
  ) {
    self.preScripts = preScripts
    self.postScripts = postScripts
    steps = plan.steps
    let view = ContextView(context: context, positions: positions)
    let causes = PhaseCauses(plan, in: context).causes
    var stepNumbers = Array(repeating: 0, count: plan.operations.count)
    for (number, step) in plan.steps.enumerated() {
      for index in step.range { stepNumbers[index] = number + 1 }
    }
    operations = plan.operations.enumerated().map { index, planned in
      var report = view.report(on: planned.operation, phase: planned.phase)
      report.transaction = stepNumbers[index] == 0 ? nil : stepNumbers[index]
      report.phaseCause = causes[index]
      return report
    }
    blocked = plan.blocked.map { blocked in
      var report = view.report(on: blocked.operation, phase: blocked.operation.kind.phase)
      report.block = .init(reason: blocked.reason, flag: blocked.flag)
      return report
    }
    warnings = lockWarnings(transactions)
  }

  /// Whether nothing is to be done, no script to run and nothing blocked.
  public var isEmpty: Bool {
    operations.isEmpty && blocked.isEmpty && preScripts.isEmpty && postScripts.isEmpty
  }

  /// Returns the report on an operation of the plan, nil for another plan's.
  public func report(on operation: Operation) -> OperationReport? {
    operations.first { $0.operation == operation }
  }

  /// One transaction with ACCESS EXCLUSIVE on several tables stops all their readers until it
  /// commits, and may deadlock with sessions that use them in another order.
  private func lockWarnings(_ mode: TransactionMode) -> [Warning] {
    steps.compactMap { step in
      guard case .transaction(let range, _) = step else { return nil }
      var tables: Set<ObjectID> = []
      for operation in operations[range] {
        for lock in operation.locks where lock.mode == .accessExclusive && lock.isOnTable {
          tables.insert(lock.relation)
        }
      }
      guard tables.count > 1 else { return nil }
      let names = tables.sorted()
      var message = """
        one transaction holds ACCESS EXCLUSIVE on \(tables.count) live tables at once: \
        \(listed(names.map(\.path)))
        """
      if mode == .atomic {
        message += "; with --transactions per-table each has a short transaction of its own"
      }
      return Warning(code: "many-tables-locked", message, objects: names)
    }
  }
}

extension OperationReport.Lock {
  fileprivate var isOnTable: Bool { relation.kind.rawValue == "table" }
}

/// Returns names with commas, the first ten of them.
func listed(_ names: [String], limit: Int = 10) -> String {
  let shown = names.prefix(limit).joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}

/// What a report looks up for each operation.
private struct ContextView {
  let context: PlanContext
  let positions: [ObjectID: SourceRange]

  func report(on operation: Operation, phase: Phase) -> OperationReport {
    OperationReport(
      operation: operation, phase: phase, group: group(of: operation.object),
      source: position(of: operation), locks: locks(of: operation))
  }

  private func owner(of id: ObjectID) -> ObjectID? {
    (context.declared[id] ?? context.live[id])?.owner
  }

  private func group(of id: ObjectID) -> ObjectID {
    var group = id
    while let owner = owner(of: group) { group = owner }
    return group
  }

  /// The place of the origin, else of the object, else of what it is a part of.
  private func position(of operation: Operation) -> SourceRange? {
    if let range = positions[operation.origin] { return range }
    var id: ObjectID? = operation.object
    while let current = id {
      if let range = positions[current] { return range }
      id = owner(of: current)
    }
    return nil
  }

  private func locks(of operation: Operation) -> [OperationReport.Lock] {
    operation.locks.filter { context.live.contains($0.relation) }.map {
      .init(relation: $0.relation, mode: $0.mode, size: context.facts.sizes[$0.relation])
    }
  }
}
