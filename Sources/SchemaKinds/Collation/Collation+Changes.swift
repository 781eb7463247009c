import SQLText
public import SchemaCore

extension OperationKind {
  static let createCollation = OperationKind("create_collation", .types)
  static let dropCollation = OperationKind("drop_collation", .types)
}

extension CollationKind {
  /// Nothing in a collation can be changed.
  public static func needsReplacement(
    _ old: Collation, by new: Collation, in context: PlanContext
  ) -> Bool { true }

  public static func refusal(
    _ old: Collation, into new: Collation, in context: PlanContext
  ) -> String? {
    context.replacementRefusal(of: old.id, change: "PostgreSQL can't change a collation")
  }

  public static func create(_ new: Collation, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createCollation, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "by \(new.provider.rawValue)")
    ]
  }

  public static func alter(
    _ old: Collation, into new: Collation, in context: PlanContext
  ) -> [Operation] { [] }

  public static func drop(_ old: Collation, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropCollation, old.id, [removal(of: old)], isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old)]))
    ]
  }

  static func creation(of collation: Collation) -> SQLFragment {
    var parts = ["provider = \(collation.provider.rawValue)"]
    if collation.provider != .libc {
      parts.append("locale = \(quotedLiteral(collation.locale))")
    } else if collation.collate == collation.characterType {
      parts.append("locale = \(quotedLiteral(collation.collate))")
    } else {
      parts.append("lc_collate = \(quotedLiteral(collation.collate))")
      parts.append("lc_ctype = \(quotedLiteral(collation.characterType))")
    }
    if !collation.isDeterministic { parts.append("deterministic = false") }
    if !collation.rules.isEmpty { parts.append("rules = \(quotedLiteral(collation.rules))") }
    return SQLFragment(
      "CREATE COLLATION \(collation.name.sql) (\(parts.joined(separator: ", ")))")
  }

  private static func removal(of collation: Collation) -> SQLFragment {
    SQLFragment("DROP COLLATION \(collation.name.sql)")
  }
}
