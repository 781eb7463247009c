import SQLText
import SchemaCore

extension ColumnKind {
  /// Whether the column gets its declared type by the change of a parent's column.
  static func isRetypedByParent(_ column: Column, in context: PlanContext) -> Bool {
    guard let table = context.live.object(Table.id(column.table), as: Table.self),
      let declared = context.declared.object(table.id, as: Table.self)
    else { return false }
    return table.parents.contains { parent in
      let id = Column.id(column.name, of: parent)
      guard declared.parents.contains(parent),
        let new = context.declared.object(id, as: Column.self),
        let old = context.live.object(id, as: Column.self)
      else { return false }
      let isChanged = old.type != new.type || old.collation != new.collation
      return new.type == column.type && new.collation == column.collation
        && (isChanged || isRetypedByParent(new, in: context))
    }
  }

  /// Whether a declared parent of the table gives it the column too: then it is the parent's to
  /// drop.
  static func isGivenByParent(_ live: Column, in context: PlanContext) -> Bool {
    let table = context.declared.object(Table.id(live.table), as: Table.self)
    return table?.parents.contains {
      names(of: $0, in: context.declared).contains(live.name)
    } == true
  }

  /// A table's columns with those from its parents.
  static func columns(of table: QualifiedName, in snapshot: Snapshot) -> [Column] {
    let parents = snapshot.object(Table.id(table), as: Table.self)?.parents ?? []
    return parents.flatMap { columns(of: $0, in: snapshot) }
      + snapshot.parts(of: Table.id(table), as: Column.self)
  }

  /// The names of a table's checks that its children have too, with those from its parents.
  static func checks(of table: QualifiedName, in snapshot: Snapshot) -> [String] {
    let parents = snapshot.object(Table.id(table), as: Table.self)?.parents ?? []
    return parents.flatMap { checks(of: $0, in: snapshot) }
      + snapshot.parts(of: Table.id(table), as: Check.self).filter { !$0.isNoInherit }.map(\.name)
  }

  /// Returns a declared column as the table has it live from a parent that it leaves.
  static func inherited(_ new: Column, in context: PlanContext) -> Column? {
    guard let live = context.live.object(Table.id(new.table), as: Table.self),
      let table = context.declared.object(live.id, as: Table.self),
      !context.isCreated(live.id),
      !table.parents.contains(where: { names(of: $0, in: context.declared).contains(new.name) }),
      var old = live.parents.filter({ !table.parents.contains($0) })
        .flatMap({ columns(of: $0, in: context.live) }).first(where: { $0.name == new.name })
    else { return nil }
    old.table = new.table
    // A parent's sequence and what its statistics are made by are its own.
    (old.isSerial, old.ownedSequence, old.sequenceType, old.identity) = (false, nil, nil, nil)
    (old.statistics, old.options) = (-1, StorageParameters())
    let hasChildren = context.live.all(Table.self).contains { $0.parents.contains(new.table) }
    old.takeNotNull(.init(name: old.notNullConstraint.name, isRenamable: !hasChildren))
    return old
  }

  static func names(of table: QualifiedName, in snapshot: Snapshot) -> [String] {
    columns(of: table, in: snapshot).map(\.name)
  }
}
