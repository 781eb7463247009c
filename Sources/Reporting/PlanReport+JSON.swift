import Planning
import SchemaCore

extension PlanReport {
  /// The document of `plan --json`.
  public var json: JSONValue {
    let counts = EffectCounts(operations)
    let document: JSONValue = [
      "operations": .array(operations.map(\.json)),
      "blocked": .array(blocked.map(\.json)),
      "warnings": .array(warnings.map(\.json)),
      "steps": .array(steps.enumerated().map { $1.json(number: $0 + 1) }),
      "preScripts": .array(preScripts.map(JSONValue.string)),
      "postScripts": .array(postScripts.map(JSONValue.string)),
      "summary": [
        "create": .number(counts.created), "change": .number(counts.changed),
        "drop": .number(counts.dropped), "blocked": .number(blocked.count),
      ],
    ]
    return document.adding(unmanaged: unmanaged).adding(waiting: waiting)
  }
}

extension JSONValue {
  /// Returns the document with what waits for a backfill, where anything does.
  fileprivate func adding(waiting: [String]) -> JSONValue {
    guard !waiting.isEmpty, case .object(var members) = self else { return self }
    members.append(.init("waiting", .array(waiting.map(JSONValue.string))))
    return .object(members)
  }
}

extension PlanReport.Warning {
  var json: JSONValue {
    [
      "code": .string(code), "message": .string(message),
      "objects": .array(objects.map { .string($0.path) }),
    ]
  }
}

extension PlanStep {
  func json(number: Int) -> JSONValue {
    [
      "number": .number(number), "kind": .string(name), "operations": .number(range.count),
    ]
  }

  /// How the step is committed, as JSON spells it.
  var name: String {
    switch self {
    case .transaction(_, let isBootstrap): isBootstrap ? "bootstrap" : "transaction"
    case .outside: "outside"
    case .ownTransactions: "own_transactions"
    }
  }
}

/// How many operations create, change and drop; prechecks and the like do neither.
struct EffectCounts {
  var created = 0
  var changed = 0
  var dropped = 0

  init(_ operations: [OperationReport]) {
    for report in operations where !report.isCheck {
      switch report.operation.kind.effect {
      case .create: created += 1
      case .change: changed += 1
      case .drop: dropped += 1
      }
    }
  }
}

extension OperationReport {
  /// Whether the operation looks at the database without changing it.
  var isCheck: Bool {
    operation.kind.phase == .preparation && operation.kind.effect == .change
  }
}
