extension Plan {
  /// Returns the plan with those of its operations that a condition holds for, in the same order
  /// and with the same borders of transactions.
  public func selecting(_ isSelected: (PlannedOperation) -> Bool) -> Plan {
    var result = Plan()
    result.blocked = blocked
    for step in steps {
      let start = result.operations.count
      result.operations += operations[step.range].filter(isSelected)
      let range = start..<result.operations.count
      guard !range.isEmpty else { continue }
      switch step {
      case .transaction(_, let isBootstrap):
        result.steps.append(.transaction(range, isBootstrap: isBootstrap))
      case .outside: result.steps.append(.outside(start))
      case .ownTransactions: result.steps.append(.ownTransactions(start))
      }
    }
    return result
  }
}
