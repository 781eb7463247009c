/// What a run did, or did not do and why.
public struct RunReport: Sendable {
  /// The plan as it was executed, the last one where pre-scripts made a new one necessary.
  public var plan: PlanReport
  /// The operations that ran, as indexes into the plan's.
  public var executed: [Int] = []
  /// The operations that ran and were rolled back with the failed one.
  public var rolledBack: [Int] = []
  /// The operations that stopped half-way and left something that the next run takes up.
  public var incomplete: [Int] = []
  public var executedPreScripts: [String] = []
  public var executedPostScripts: [String] = []
  /// How many scripts have run in an earlier run and are unchanged.
  public var skippedScripts = 0
  public var isDryRun = false
  /// Whether everything ran in a transaction that was rolled back on purpose.
  public var isValidated = false
  public var failure: RunFailure?
  /// How often a statement was tried again.
  public var retries = 0
  /// How long the run took, nil where nobody measured.
  public var duration: Duration?
  /// How long single operations took, by index.
  public var durations: [Int: Duration] = [:]

  /// Creates a report on a run that did nothing yet.
  public init(plan: PlanReport) {
    self.plan = plan
  }

  /// The operations that ran, in order.
  public var executedOperations: [OperationReport] { executed.map { plan.operations[$0] } }

  /// The document of `run --json`.
  public var json: JSONValue {
    var members = JSONValue.Members()
    members.add("executed", executed.count)
    members.add("skippedScripts", skippedScripts)
    members.add("preScriptsRun", executedPreScripts.count)
    members.add("postScriptsRun", executedPostScripts.count)
    members.add("dryRun", .bool(isDryRun))
    members.add("validated", .bool(isValidated))
    members.add("executedOperations", .array(executed.map(operationJSON)))
    members.add("executedPreScripts", .array(executedPreScripts.map(JSONValue.string)))
    members.add("executedPostScripts", .array(executedPostScripts.map(JSONValue.string)))
    members.add("blocked", .array(plan.blocked.map(\.json)))
    members.add("failure", failure?.json ?? .null)
    members.add("committed", isRolledBackOnPurpose ? 0 : executed.count)
    members.add("rolledBack", .array(rolledBack.map { plan.operations[$0].json }))
    members.add("incomplete", .array(incomplete.map { plan.operations[$0].json }))
    members.add("retries", retries)
    members.add("milliseconds", JSONValue(duration?.milliseconds))
    members.add("warnings", .array(plan.warnings.map(\.json)))
    return .object(members.all)
  }

  private func operationJSON(_ index: Int) -> JSONValue {
    let json = plan.operations[index].json
    guard let duration = durations[index], case .object(var members) = json else { return json }
    members.append(.init("milliseconds", .number(duration.milliseconds)))
    return .object(members)
  }

  /// Whether nothing that ran has stayed, and nothing was meant to.
  var isRolledBackOnPurpose: Bool { isDryRun || isValidated }
}

extension Duration {
  /// The duration in whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
