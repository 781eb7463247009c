import SQLText
public import SchemaCore

extension OperationKind {
  static let createAggregate = OperationKind("create_aggregate", .functions, isFloating: true)
  static let dropAggregate = OperationKind("drop_aggregate", .functions)
}

extension AggregateKind {
  /// CREATE OR REPLACE changes neither the result nor argument names; what the functions return
  /// is the server's to tell.
  public static func needsReplacement(
    _ old: Aggregate, by new: Aggregate, in context: PlanContext
  ) -> Bool {
    var former = old
    former.parameters = new.parameters
    former.sortOperator = new.sortOperator
    return former != new
  }

  public static func create(_ new: Aggregate, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createAggregate, new.id, [creation(of: new, orReplace: false)], provides: [new.id],
        reversal: .statements([removal(of: new)]))
    ]
  }

  public static func alter(
    _ old: Aggregate, into new: Aggregate, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .createAggregate, new.id, [creation(of: new, orReplace: true)], provides: [new.id],
        reversal: .statements([creation(of: old, orReplace: true)]), summary: "replaced")
    ]
  }

  public static func drop(_ old: Aggregate, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropAggregate, old.id, [removal(of: old)], isDestructive: !context.isCreated(old.id),
        releases: [old.id], reversal: .statements([creation(of: old, orReplace: false)]))
    ]
  }

  // MARK: Statements

  private static func creation(of aggregate: Aggregate, orReplace: Bool) -> SQLFragment {
    let verb = orReplace ? "CREATE OR REPLACE AGGREGATE" : "CREATE AGGREGATE"
    let list = aggregate.argumentList { argument in
      let name = argument.name.isEmpty ? "" : "\(quotedIdentifier(argument.name)) "
      return "\(argument.mode == .variadic ? "VARIADIC " : "")\(name)\(argument.type.sql)"
    }
    return SQLFragment(
      "\(verb) \(aggregate.name.sql)(\(list)) (\n  "
        + aggregate.definitions.joined(separator: ",\n  ") + "\n)")
  }

  private static func removal(of aggregate: Aggregate) -> SQLFragment {
    SQLFragment("DROP AGGREGATE \(aggregate.callSQL)")
  }
}

extension Aggregate {
  /// The name with its argument types, as DROP and COMMENT name an aggregate.
  var callSQL: String { "\(name.sql)(\(argumentSQL))" }

  /// The argument types as they stand in the parentheses.
  var argumentSQL: String {
    argumentList { argument in
      "\(argument.mode == .variadic ? "VARIADIC " : "")\(argument.type.sql)"
    }
  }

  fileprivate func argumentList(_ text: (Function.Argument) -> String) -> String {
    let direct = arguments.map(text).joined(separator: ", ")
    guard form != .normal else { return direct.isEmpty ? "*" : direct }
    let ordered = orderedArguments.map(text).joined(separator: ", ")
    return "\(direct)\(direct.isEmpty ? "" : " ")ORDER BY \(ordered)"
  }

  /// The parameters of CREATE AGGREGATE, each as `NAME = value`.
  fileprivate var definitions: [String] {
    var definitions = Aggregate.functionKeys.compactMap { key in
      functions[key].map { "\(key.uppercased()) = \($0.sql)" }
    }
    definitions += Aggregate.typeKeys.compactMap { key in
      types[key].map { "\(key.uppercased()) = \($0.sql)" }
    }
    for (key, value) in parameters.sorted(by: { $0.key < $1.key }) {
      if Aggregate.flagKeys.contains(key) {
        definitions.append(key.uppercased())
      } else {
        let isText = Aggregate.conditionKeys.contains(key)
        definitions.append("\(key.uppercased()) = \(isText ? quotedLiteral(value) : value)")
      }
    }
    if let sortOperator { definitions.append("SORTOP = \(sortOperator.operatorSQL)") }
    if form == .hypothetical { definitions.append("HYPOTHETICAL") }
    return definitions
  }
}
