import SQLText
import SchemaCore

extension Column {
  /// A live NOT NULL constraint, which has a name from PostgreSQL 18 on.
  struct NotNull: Sendable {
    var name = ""
    /// Whether it can be renamed: not one that is inherited, nor one that children have, whose
    /// own may be called otherwise.
    var isRenamable = false
    /// Whether children that are no partitions have it too.
    var isInherited = false
    /// Whether it is still named after what the plan gives another name.
    var followsColumn = false
  }

  /// The name that the server chooses for the NOT NULL constraint.
  var defaultNotNullName: String {
    objectName(table.name, name, suffix: "not_null")
  }

  /// Takes the live constraint, whose name is told where it isn't the usual one.
  mutating func takeNotNull(_ constraint: NotNull) {
    notNullConstraint = constraint
    notNullName = constraint.name == defaultNotNullName ? "" : constraint.name
  }

  /// Compares the constraint's name with what the column is called now.
  mutating func followNotNull() {
    let name = notNullConstraint.name
    guard !name.isEmpty else { return }
    let wasDefault = notNullName.isEmpty
    notNullName = name == defaultNotNullName ? "" : name
    notNullConstraint.followsColumn = wasDefault && !notNullName.isEmpty
  }

  /// Takes over the name of the live constraint where the project gives none.
  mutating func normalizeNotNull(against live: Column?, serverVersion: Int) {
    guard serverVersion >= 180_000, !isNullable else {
      notNullName = ""
      return
    }
    if notNullName == defaultNotNullName { notNullName = "" }
    guard let live, !live.notNullConstraint.name.isEmpty else { return }
    let constraint = live.notNullConstraint
    if !constraint.isRenamable || notNullName.isEmpty && !constraint.followsColumn {
      notNullName = live.notNullName
    }
  }

  /// Returns what names the NOT NULL constraint after the column.
  func notNullRenaming(from live: Column) -> SQLFragment? {
    let former = live.notNullConstraint
    let wanted = notNullName.isEmpty ? defaultNotNullName : notNullName
    guard !isNullable, !live.isNullable, former.isRenamable, former.name != wanted else {
      return nil
    }
    return SQLFragment(
      "\(ColumnKind.alterTable(self)) RENAME CONSTRAINT \(quotedIdentifier(former.name)) "
        + "TO \(quotedIdentifier(wanted))")
  }

  /// The clause NOT NULL of a definition.
  var notNullClause: String {
    notNullName.isEmpty ? " NOT NULL" : " CONSTRAINT \(quotedIdentifier(notNullName)) NOT NULL"
  }
}
