import SQLText
public import SchemaCore

extension OperationKind {
  static let createFunction = OperationKind("create_function", .functions, isFloating: true)
  static let dropFunction = OperationKind("drop_function", .functions)
}

extension FunctionKind {
  /// What CREATE OR REPLACE refuses with 42P13: another result, an argument's other name, a
  /// default taken away.
  public static func needsReplacement(
    _ old: Function, by new: Function, in context: PlanContext
  ) -> Bool {
    if old.result != new.result || old.returnsSet != new.returnsSet { return true }
    if old.isWindow != new.isWindow { return true }
    if old.outputs.map(\.column) != new.outputs.map(\.column) { return true }
    return zip(old.inputs, new.inputs).contains { former, wanted in
      !former.name.isEmpty && former.name != wanted.name
        || former.hasDefault && !wanted.hasDefault
    }
  }

  public static func create(_ new: Function, in context: PlanContext) -> [Operation] {
    [
      Operation(
        creationKind(of: new), new.id, [new.creation(orReplace: false)],
        requires: operators(of: new, in: context), provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "in \(new.language)")
    ]
  }

  public static func alter(
    _ old: Function, into new: Function, in context: PlanContext
  ) -> [Operation] {
    let reversal: Reversal =
      needsReplacement(new, by: old, in: context)
      ? .impossible("PostgreSQL replaces no function by one with fewer names or defaults")
      : .statements([old.creation(orReplace: true)])
    return [
      Operation(
        creationKind(of: new), new.id, [new.creation(orReplace: true)],
        requires: operators(of: new, in: context), provides: [new.id],
        reversal: reversal,
        summary: "replaced: \(changes(from: old, to: new).joined(separator: ", "))")
    ]
  }

  public static func drop(_ old: Function, in context: PlanContext) -> [Operation] {
    [
      Operation(
        old.isProcedure ? .dropProcedure : .dropFunction, old.id, [removal(of: old)],
        isDestructive: true, releases: [old.id],
        reversal: .statements([old.creation(orReplace: false)]))
    ]
  }

  /// Bodies in SQL are parsed when the function is made.
  private static func operators(of function: Function, in context: PlanContext) -> Set<ObjectID> {
    let body = function.language == "sql" ? function.body : ""
    return context.operators(
      usedIn: [function.defaults, function.sqlBody, body], byFunction: function.name)
  }

  private static func creationKind(of function: Function) -> OperationKind {
    function.isProcedure ? .createProcedure : .createFunction
  }

  private static func removal(of function: Function) -> SQLFragment {
    SQLFragment("DROP \(function.noun) \(function.callSQL)")
  }

  /// What differs, in words for a reviewer.
  private static func changes(from old: Function, to new: Function) -> [String] {
    var changes: [String] = []
    func note<Value: Equatable>(_ former: Value, _ wanted: Value, _ word: String) {
      if former != wanted { changes.append(word) }
    }
    note(old.arguments.map(\.name), new.arguments.map(\.name), "argument names")
    note(old.defaults, new.defaults, "defaults")
    note(old.language, new.language, "language \(old.language) → \(new.language)")
    note(old.body, new.body, "body")
    note(old.sqlBody, new.sqlBody, "body")
    note(old.linkSymbol, new.linkSymbol, "link symbol")
    note(old.support, new.support, "support function")
    note(old.transforms, new.transforms, "transforms")
    note(
      old.volatility, new.volatility, "\(old.volatility.rawValue) → \(new.volatility.rawValue)")
    note(
      old.parallel, new.parallel,
      "parallel \(old.parallel.rawValue) → \(new.parallel.rawValue)")
    note(old.isStrict, new.isStrict, new.isStrict ? "strict" : "not strict")
    note(
      old.isSecurityDefiner, new.isSecurityDefiner,
      new.isSecurityDefiner ? "security definer" : "security invoker")
    note(old.isLeakproof, new.isLeakproof, new.isLeakproof ? "leakproof" : "not leakproof")
    note(old.cost, new.cost, "cost")
    note(old.rows, new.rows, "rows")
    note(old.configuration, new.configuration, "settings")
    return changes.isEmpty ? ["arguments"] : changes
  }
}

extension Function.Argument {
  /// What the result's row shows of an OUT argument.
  fileprivate var column: [String] { [name, type.sql] }
}
