import SchemaCore

/// Cuts operations in order into what is committed together.
struct PlanAssembly {
  let operations: [Operation]
  let phases: [Phase]
  /// The operations in order, those before everything else first.
  let order: [Int]
  let bootstrapCount: Int
  let context: PlanContext
  let mode: TransactionMode

  func assemble() -> Plan {
    var plan = Plan()
    plan.operations = order.map {
      PlannedOperation(
        operations[$0], phase: phases[$0],
        searchPath: context.searchPath(from: operations[$0].object.schema))
    }
    plan.steps = steps()
    return plan
  }

  private func steps() -> [PlanStep] {
    var steps: [PlanStep] = []
    var start = 0
    func close(at end: Int) {
      if end > start {
        steps.append(.transaction(start..<end, isBootstrap: end <= bootstrapCount))
      }
      start = end
    }
    for place in order.indices {
      let operation = operations[order[place]]
      if place == bootstrapCount { close(at: place) }
      if place > start, needsCut(before: place) { close(at: place) }
      switch operation.transactionality {
      case .inTransaction, .commitBoundaryAfter: continue
      case .outside:
        close(at: place)
        steps.append(.outside(place))
      case .ownTransaction:
        close(at: place)
        steps.append(.ownTransactions(place))
      }
      start = place + 1
    }
    close(at: order.count)
    return steps
  }

  private func needsCut(before place: Int) -> Bool {
    let former = operations[order[place - 1]]
    let next = operations[order[place]]
    if former.transactionality == .commitBoundaryAfter {
      return next.transactionality != .commitBoundaryAfter
    }
    guard mode == .perTable else { return false }
    return relation(of: former) != relation(of: next)
  }

  /// The table or view that an operation is about, to keep its operations together.
  private func relation(of operation: Operation) -> ObjectID {
    var id = operation.object
    while let owner = (context.declared[id] ?? context.live[id])?.owner { id = owner }
    return id
  }
}

/// Finds the operations that make and seed the bootstrap tables, with all they need.
struct BootstrapSelection {
  let operations: [Operation]
  let context: PlanContext
  let tables: Set<ObjectID>

  /// Returns which operations of an order come first.
  ///
  /// - Parameter needs: the operations that each operation comes after.
  func selection(order: [Int], needs: [[Int]]) -> Set<Int> {
    guard !tables.isEmpty else { return [] }
    var selected = Set(order.filter { isRoot(operations[$0]) })
    for index in order.reversed() where selected.contains(index) {
      selected.formUnion(needs[index])
    }
    return selected
  }

  private func isRoot(_ operation: Operation) -> Bool {
    guard operation.transactionality == .inTransaction else { return false }
    let isEarly = operation.kind.phase <= .foreignKeys || operation.kind.phase == .seeds
    guard isEarly, operation.kind.effect == .create else { return false }
    var id = operation.object
    while true {
      if tables.contains(id) { return context.isCreated(id) || operation.kind.phase == .seeds }
      guard let owner = context.declared[id]?.owner else { return false }
      id = owner
    }
  }

  /// Returns the relations that a selection makes although they are no bootstrap tables.
  func strangers(in selected: Set<Int>, kinds: KindSet) -> [ObjectID] {
    selected.map { operations[$0].object }
      .filter { id in
        kinds[id.kind]?.namespace == .relation && context.isCreated(id) && !tables.contains(id)
      }
      .sorted()
  }
}
