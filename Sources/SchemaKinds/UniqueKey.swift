import SchemaCore

/// Columns by which a table's rows are told apart: a primary key, unique constraint or index.
struct UniqueKey {
  let id: ObjectID
  let columns: [String]
  let isPrimary: Bool
  /// Whether it holds for some rows only.
  let isPartial: Bool

  /// Reads a part of a table; nil for what is no key, or one with expressions.
  init?(_ part: any SchemaObject) {
    id = part.id
    switch part {
    case let key as PrimaryKey:
      (columns, isPrimary, isPartial) = (key.columns, true, false)
    case let unique as UniqueConstraint:
      (columns, isPrimary, isPartial) = (unique.columns, false, false)
    case let index as Index where index.isUnique:
      guard index.keys.allSatisfy({ !$0.column.isEmpty }) else { return nil }
      (columns, isPrimary, isPartial) =
        (index.keys.map(\.column), false, !index.predicate.isEmpty)
    default: return nil
    }
  }
}

extension Snapshot {
  private static let keyKinds: Set<KindID> = [.primaryKey, .uniqueConstraint, .index]

  /// Returns the keys of a table in the order in which they were declared.
  func uniqueKeys(of table: ObjectID) -> [UniqueKey] {
    parts(of: table).compactMap { id in
      guard Snapshot.keyKinds.contains(id.kind) else { return nil }
      return self[id].flatMap(UniqueKey.init)
    }
  }
}
