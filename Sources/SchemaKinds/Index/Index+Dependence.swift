import SQLText
public import SchemaCore

extension IndexKind {
  /// The server keeps an index up with its columns' types, but not one with expressions: their
  /// casts are to the former type, for which there may be no operator (42883), and the rebuilt
  /// index would print otherwise than one made from the user's text.
  public static func dependence(of live: Index, in context: PlanContext) -> Dependence {
    let hasExpressions = live.expressions.contains { !$0.isEmpty }
    return hasExpressions || losesOperatorClass(live, in: context) ? .recreated : .follows
  }

  /// Whether a key has an operator class that its column's new type may not take.
  private static func losesOperatorClass(_ index: Index, in context: PlanContext) -> Bool {
    let texts: Set<String> = ["text", "character varying"]
    return index.keys.contains { key in
      guard !key.operatorClass.isDefault, !key.column.isEmpty,
        let (old, new) = states(of: key.column, of: index, in: context)
      else { return false }
      let isText = texts.contains(old.type.name) && texts.contains(new.type.name)
      return old.type.name != new.type.name && !isText
    }
  }

  /// Whether a column that the index names gets another type in this run.
  static func standsOnChangedType(_ index: Index, in context: PlanContext) -> Bool {
    let words = index.expressions.flatMap { SQLLexer.tokens(of: $0) }.compactMap(\.name)
    return Set(index.keys.map(\.column) + index.include + words).contains { name in
      guard let (old, new) = states(of: name, of: index, in: context) else { return false }
      return old.type != new.type || old.collation != new.collation
    }
  }

  private static func states(
    of column: String, of index: Index, in context: PlanContext
  ) -> (Column, Column)? {
    let id = Column.id(column, of: index.table)
    guard let live = context.live.object(id, as: Column.self),
      let declared = context.declared.object(id, as: Column.self)
    else { return nil }
    return (live, declared)
  }
}

extension Index {
  /// Whether another index differs in nothing but what ALTER INDEX can change.
  func hasDefinition(of other: Index) -> Bool {
    guard keys.count == other.keys.count else { return false }
    var copy = other
    copy.storage = storage
    for place in keys.indices { copy.keys[place].statistics = keys[place].statistics }
    return self == copy
  }

  /// Returns the statements that set the statistics targets of the keys that are expressions.
  func targets(from old: Index?) -> [SQLFragment] {
    keys.indices.compactMap { place in
      let former = old?.keys[place].statistics ?? -1
      guard keys[place].statistics != former else { return nil }
      return SQLFragment(
        "ALTER INDEX \(qualifiedName.sql) ALTER COLUMN \(place + 1) "
          + "SET STATISTICS \(keys[place].statistics)")
    }
  }
}
