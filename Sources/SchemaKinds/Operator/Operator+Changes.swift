import SQLText
public import SchemaCore

extension OperationKind {
  static let createOperator = OperationKind("create_operator", .types, isFloating: true)
  static let alterOperator = OperationKind("alter_operator", .types, isFloating: true)
  static let dropOperator = OperationKind("drop_operator", .types)
}

extension OperatorKind {
  /// Only the estimators of an operator can be changed.
  public static func needsReplacement(
    _ old: Operator, by new: Operator, in context: PlanContext
  ) -> Bool {
    var kept = old
    kept.restrict = new.restrict
    kept.join = new.join
    return kept != new
  }

  public static func create(_ new: Operator, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createOperator, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "by \(new.function)")
    ]
  }

  public static func alter(
    _ old: Operator, into new: Operator, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterOperator, new.id, [change(of: old, to: new)], provides: [new.id],
        reversal: .statements([change(of: new, to: old)]), summary: "estimators")
    ]
  }

  public static func drop(_ old: Operator, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropOperator, old.id, [removal(of: old)] + shells(of: old, in: context),
        isDestructive: true, releases: [old.id], reversal: .statements([creation(of: old)]))
    ]
  }

  /// What only this operator's links named has no function and nobody else who would drop it.
  private static func shells(of value: Operator, in context: PlanContext) -> [SQLFragment] {
    var shells: [Operator] = []
    if let left = value.left, let commutator = value.commutator {
      var shell = value
      (shell.name, shell.left, shell.right) = (commutator, value.right, left)
      shells.append(shell)
    }
    if let negator = value.negator {
      var shell = value
      shell.name = negator
      shells.append(shell)
    }
    return shells.filter {
      $0.id != value.id && $0.name.schema != "pg_catalog" && !context.live.contains($0.id)
        && !context.isCreated($0.id)
    }.map { SQLFragment("DROP OPERATOR IF EXISTS \($0.signatureSQL)") }
  }

  private static func creation(of value: Operator) -> SQLFragment {
    var parts = ["FUNCTION = \(value.function.sql)"]
    if let left = value.left { parts.append("LEFTARG = \(left.sql)") }
    parts.append("RIGHTARG = \(value.right.sql)")
    func add(_ key: String, operator name: QualifiedName?) {
      if let name { parts.append("\(key) = OPERATOR(\(Operator.sql(name)))") }
    }
    add("COMMUTATOR", operator: value.commutator)
    add("NEGATOR", operator: value.negator)
    if let restrict = value.restrict { parts.append("RESTRICT = \(restrict.sql)") }
    if let join = value.join { parts.append("JOIN = \(join.sql)") }
    if value.hashes { parts.append("HASHES") }
    if value.merges { parts.append("MERGES") }
    return SQLFragment(
      "CREATE OPERATOR \(Operator.sql(value.name)) (\(parts.joined(separator: ", ")))")
  }

  private static func change(of old: Operator, to new: Operator) -> SQLFragment {
    var parts: [String] = []
    if old.restrict != new.restrict { parts.append("RESTRICT = \(new.restrict?.sql ?? "NONE")") }
    if old.join != new.join { parts.append("JOIN = \(new.join?.sql ?? "NONE")") }
    return SQLFragment(
      "ALTER OPERATOR \(new.signatureSQL) SET (\(parts.joined(separator: ", ")))")
  }

  private static func removal(of value: Operator) -> SQLFragment {
    SQLFragment("DROP OPERATOR \(value.signatureSQL)")
  }
}
