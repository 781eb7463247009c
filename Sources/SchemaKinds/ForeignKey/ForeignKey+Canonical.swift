import SQLText
public import SchemaCore

extension ForeignKeyKind {
  /// Fills in the referenced columns, and takes the name and the order of the columns of a live
  /// key over that refers to the same.
  public static func normalized(
    _ key: ForeignKey, in context: NormalizationContext
  ) -> ForeignKey {
    var key = key
    if key.referencedColumns.isEmpty {
      key.referencedColumns = primaryKey(of: key.referencedTable, in: context)
    }
    if !key.isNamed {
      if !context.live.contains(key.id) {
        key.name = unclaimedTwin(of: key, in: context)?.name ?? key.name
      }
      key.isNamed = true
    }
    let twin = context.live.object(key.id, as: ForeignKey.self)
    // A constraint that need not be validated may be.
    if key.isEnforced, twin?.isValid == true { key.isValid = true }
    // All of its columns are what it sets without a list.
    if Set(key.columnsSetOnDelete) == Set(key.columns), twin?.columnsSetOnDelete.isEmpty != false {
      key.columnsSetOnDelete = []
    }
    guard let live = twin, key.pairs == live.pairs
    else { return key }
    key.columns = live.columns
    key.referencedColumns = live.referencedColumns
    return key
  }

  private static func primaryKey(
    of table: QualifiedName, in context: NormalizationContext
  ) -> [String] {
    let id = Table.id(table)
    let key =
      context.declared.parts(of: id, as: PrimaryKey.self).first
      ?? context.live.parts(of: id, as: PrimaryKey.self).first
    return key?.columns ?? []
  }

  private static func unclaimedTwin(
    of key: ForeignKey, in context: NormalizationContext
  ) -> ForeignKey? {
    context.live.parts(of: Table.id(key.table), as: ForeignKey.self).first {
      $0.referencedTable == key.referencedTable && $0.pairs == key.pairs
        && !context.declared.contains($0.id)
    }
  }
}

extension ForeignKey {
  /// The columns with those that they refer to, in no order: it has no meaning.
  fileprivate var pairs: Set<[String]> {
    Set(zip(columns, referencedColumns).map { [$0, $1] })
  }
}
