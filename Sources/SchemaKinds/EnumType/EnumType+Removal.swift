import SQLText
import SchemaCore

extension EnumTypeKind {
  /// The operation that takes values away: makes the type anew and moves every column over
  /// through its text form.
  ///
  /// PostgreSQL can't remove a value; rows that still hold one make the cast fail (22P02), and
  /// everything is rolled back. What else uses the type (checks, predicates, functions, views)
  /// is dropped before and made again after, as for any object that is replaced.
  static func removal(
    from old: EnumType, to new: EnumType, in context: PlanContext
  ) -> Operation {
    let users = liveColumns(of: old, in: context)
    let columns = users.filter { keepsType($0, old, in: context) }
    let former = QualifiedName(
      schema: old.name.schema, name: truncatedIdentifier("_sf_old_\(old.name.name)"))
    var statements: [SQLFragment] = [
      SQLFragment("ALTER TYPE \(old.name.sql) RENAME TO \(quotedIdentifier(former.name))"),
      creation(of: new),
    ]
    for column in columns { statements += move(column, to: new, in: context) }
    statements.append(SQLFragment("DROP TYPE \(former.sql)"))
    let removed = removedValues(from: old, to: new).map { "'\($0)'" }.joined(separator: ", ")
    let tables = Set(columns.map { Table.id($0.table) }).sorted()
    return Operation(
      .removeEnumValue, new.id, statements,
      locks: tables.map { RelationLock($0, .accessExclusive) },
      dataEffect: columns.isEmpty ? .preserves : .rewrites, isDestructive: true,
      // A column that gets another type does so first.
      requires: Set(users.map(\.id)).subtracting(columns.map(\.id)),
      provides: Set([new.id] + columns.map(\.id)),
      reversal: .impossible("the rows' former values are not kept"),
      summary: "removes \(removed)")
  }

  static func removedValues(from old: EnumType, to new: EnumType) -> [String] {
    old.values.filter { !new.values.contains($0) }
  }

  /// Partitions follow their parents.
  private static func liveColumns(of type: EnumType, in context: PlanContext) -> [Column] {
    context.live.all(Column.self).filter { column in
      isOfType(column, type) && !context.facts.partitions.contains(Table.id(column.table))
        && !context.isDropped(column.id) && !context.isDropped(Table.id(column.table))
    }
  }

  private static func isOfType(_ column: Column, _ type: EnumType) -> Bool {
    !column.type.isBuiltIn && column.type.name == type.name.name
      && column.type.schema == type.name.schema
  }

  private static func keepsType(
    _ column: Column, _ type: EnumType, in context: PlanContext
  ) -> Bool {
    context.declared.object(column.id, as: Column.self).map { isOfType($0, type) } ?? true
  }

  private static func move(
    _ column: Column, to new: EnumType, in context: PlanContext
  ) -> [SQLFragment] {
    let table = "ALTER TABLE \(column.table.sql)"
    let name = quotedIdentifier(column.name)
    let suffix = column.type.isArray ? "[]" : ""
    let type = new.name.sql + suffix
    let text = "text\(suffix)"
    var statements: [SQLFragment] = []
    // The default is an expression of the old type, which the new column could not take over.
    if !column.defaultExpression.isEmpty {
      statements.append(SQLFragment("\(table) ALTER COLUMN \(name) DROP DEFAULT"))
    }
    statements.append(
      SQLFragment(
        "\(table) ALTER COLUMN \(name) TYPE \(type) USING \(name)::\(text)::\(type)"))
    // The live default may be a value that goes.
    let declared = context.declared.object(column.id, as: Column.self) ?? column
    if !column.defaultExpression.isEmpty, !declared.defaultExpression.isEmpty {
      statements.append(
        SQLFragment("\(table) ALTER COLUMN \(name) SET DEFAULT \(declared.defaultExpression)"))
    }
    return statements
  }
}
