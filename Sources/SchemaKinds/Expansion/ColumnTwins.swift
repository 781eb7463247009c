import SQLText
import SchemaCore

/// The twins of what stands on an old column: the same on the new one, under other names until
/// the contract gives them theirs.
struct ColumnTwins {
  let table: QualifiedName
  /// The column that has everything now.
  let old: String
  /// The column that takes its place, by its name until the contract.
  let shadow: String

  /// Returns the twin's own name.
  static func name(of original: String) -> String {
    let name = "_smplcty_sf_t_\(original)"
    guard name.utf8.count > 63 else { return name }
    return truncatedIdentifier(name, to: 46) + "_" + StableHash(of: [name]).hexadecimal.prefix(16)
  }

  /// Returns the twin of an index, constraint, grant or comment; nil where it has none, as a
  /// foreign key of another table that references the column.
  func twin(of original: any SchemaObject) -> (any SchemaObject)? {
    switch original {
    case let key as PrimaryKey: uniqueIndex(key.name, key.columns, key.include, key.storage)
    case let unique as UniqueConstraint:
      uniqueIndex(
        unique.name, unique.columns, unique.include, unique.storage, unique.nullsNotDistinct)
    case let key as ForeignKey where key.table == table && key.columns.contains(old):
      renamed(key, as: Self.name(of: key.name))
    case let index as Index: renamed(index, as: Self.name(of: index.name))
    case let check as Check: renamed(check, as: Self.name(of: check.name))
    case let exclusion as ExclusionConstraint:
      renamed(exclusion, as: Self.name(of: exclusion.name))
    case let grant as Grant where grant.column == old: renamed(grant, as: nil)
    case let comment as Comment where comment.target == Column.id(old, of: table):
      Comment(target: Column.id(shadow, of: table), text: comment.text)
    default: nil
    }
  }

  /// A key's twin is an index: the contract makes the constraint of it.
  private func uniqueIndex(
    _ name: String, _ columns: [String], _ include: [String], _ storage: StorageParameters,
    _ nullsNotDistinct: Bool = false
  ) -> Index {
    var index = Index(
      table: table, name: Self.name(of: name),
      keys: columns.map { Index.Key(column: $0 == old ? shadow : $0) })
    index.isUnique = true
    index.include = include.map { $0 == old ? shadow : $0 }
    index.storage = storage
    index.nullsNotDistinct = nullsNotDistinct
    return index
  }

  private func renamed<Object: SchemaObject>(_ object: Object, as name: String?) -> Object {
    var names = NameChanges()
    names.columns[table] = [old: shadow]
    names.knownColumns[table] = [old]
    var renaming = Renaming()
    renaming.names = names
    renaming.members[object.id] = name
    return object.renamed(by: renaming)
  }

  /// Returns an expression over the column with the twin's name in it.
  func expression(_ text: String) -> String {
    var names = NameChanges()
    names.columns[table] = [old: shadow]
    names.knownColumns[table] = [old]
    return names.rewritten(text, from: table.schema, over: table)
  }

  /// Drops what stands on an old column that is kept without it.
  static func removal(of original: ObjectID, on table: QualifiedName) -> SQLFragment {
    guard original.kind == .index else {
      return ConstraintSQL.removal(of: original.member, from: table)
    }
    return SQLFragment(
      "DROP INDEX \(QualifiedName(schema: table.schema, name: original.member).sql)")
  }

  /// The statement that gives what stands on a column the name that it has as a twin.
  static func retreat(of object: ObjectID, on table: QualifiedName) -> SQLFragment {
    let (own, twin) = (quotedIdentifier(object.member), quotedIdentifier(name(of: object.member)))
    return object.kind == .index
      ? SQLFragment("ALTER INDEX \(quotedIdentifier(table.schema)).\(own) RENAME TO \(twin)")
      : SQLFragment("ALTER TABLE \(table.sql) RENAME CONSTRAINT \(own) TO \(twin)")
  }

  /// The statements that give a twin the name, or make the constraint, of its original.
  static func succession(
    of original: ObjectID, on table: QualifiedName, deferral: Deferral = .notDeferrable
  ) -> [SQLFragment] {
    let twin = quotedIdentifier(name(of: original.member))
    let name = quotedIdentifier(original.member)
    let alter = "ALTER TABLE \(table.sql)"
    switch original.kind {
    case .primaryKey, .uniqueConstraint:
      let words = original.kind == .primaryKey ? "PRIMARY KEY" : "UNIQUE"
      return [
        SQLFragment(
          "\(alter) ADD CONSTRAINT \(name) \(words) USING INDEX \(twin)\(deferral.sql)")
      ]
    case .index:
      let schema = quotedIdentifier(table.schema)
      return [SQLFragment("ALTER INDEX \(schema).\(twin) RENAME TO \(name)")]
    case .check, .foreignKey, .exclusionConstraint:
      return [SQLFragment("\(alter) RENAME CONSTRAINT \(twin) TO \(name)")]
    default: return []
    }
  }
}
