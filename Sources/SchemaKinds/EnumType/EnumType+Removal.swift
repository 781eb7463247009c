import SQLText
import SchemaCore

extension EnumTypeKind {
  /// Makes the type anew and moves every column over through its text form.
  ///
  /// PostgreSQL can't remove a value; rows that still hold one make the cast fail (22P02), and
  /// everything is rolled back.
  static func rebuild(
    _ old: EnumType, into new: EnumType, removed: [String], in context: PlanContext
  ) -> Operation {
    let columns = context.live.all(Column.self).filter {
      !$0.type.isBuiltIn && $0.type.name == old.name.name && $0.type.schema == old.name.schema
        && !context.facts.partitions.contains(Table.id($0.table))
    }
    let former = QualifiedName(
      schema: old.name.schema, name: truncatedIdentifier("_sf_old_\(old.name.name)"))
    var statements: [SQLFragment] = [
      SQLFragment("ALTER TYPE \(old.name.sql) RENAME TO \(quotedIdentifier(former.name))"),
      creation(of: new),
    ]
    for column in columns {
      // The live default may name a value that is gone; the declared one can't.
      let wanted = context.declared.object(column.id, as: Column.self) ?? column
      statements += move(column, to: new, default: wanted.defaultExpression)
    }
    statements.append(SQLFragment("DROP TYPE \(former.sql)"))
    let summary = "removes \(removed.map { "'\($0)'" }.joined(separator: ", "))"
    let tables = Set(columns.map { Table.id($0.table) }).sorted()
    return Operation(
      .removeEnumValue, new.id, statements,
      locks: tables.map { RelationLock($0, .accessExclusive) }, dataEffect: .rewrites,
      isDestructive: true, provides: [new.id],
      reversal: .impossible("the rows' former values are not kept"), summary: summary)
  }

  private static func move(
    _ column: Column, to new: EnumType, default expression: String
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
    if !column.defaultExpression.isEmpty, !expression.isEmpty {
      statements.append(
        SQLFragment("\(table) ALTER COLUMN \(name) SET DEFAULT \(expression)"))
    }
    return statements
  }
}
