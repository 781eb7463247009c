import SQLText
import SchemaCore

/// What it takes to drop a generated column and add it again with all that stands on it.
///
/// Its values follow from the other columns, so nothing is lost; but indexes and constraints
/// go with the column, and come back in plain form: the table is locked and rewritten anyway.
struct ColumnRebuilding {
  let drop: SQLFragment
  /// The addition of the column, then of its indexes, constraints and comment.
  let additions: [SQLFragment]

  init(of old: Column, as new: Column, in context: PlanContext) {
    let alter = ColumnKind.alterTable(new)
    let name = quotedIdentifier(new.name)
    drop = SQLFragment("\(alter) DROP COLUMN \(name)")
    let parts = context.live.parts(of: Table.id(old.table)).filter { id in
      !context.isDropped(id) && ColumnRebuilding.uses(context.live[id], old, in: context)
    }
    var additions = [SQLFragment("\(alter) ADD COLUMN \(new.definition)")]
    additions += ColumnKind.completion(of: [new])
    for id in parts {
      guard let object = context.declared[id] ?? context.live[id] else { continue }
      additions += ColumnRebuilding.addition(of: object, to: alter)
    }
    if let comment = context.live.object(Comment.id(on: old.id), as: Comment.self) {
      additions.append(
        SQLFragment(
          "COMMENT ON COLUMN \(new.table.sql).\(name) IS \(quotedLiteral(comment.text))"))
    }
    self.additions = additions
  }

  private static func uses(
    _ part: (any SchemaObject)?, _ column: Column, in context: PlanContext
  ) -> Bool {
    guard let part, !(part is Column) else { return false }
    return context.facts.dependents[column.id]?.contains(part.id) == true
      || part.references.contains(.object(column.id))
      || part.expressions.contains { mentions($0, column.name) }
  }

  private static func addition(
    of object: any SchemaObject, to alter: String
  ) -> [SQLFragment] {
    switch object {
    case let index as Index: [index.creation(.plain)]
    case let key as PrimaryKey: [SQLFragment("\(alter) ADD \(key.inlineSQL)")]
    case let constraint as UniqueConstraint: [SQLFragment("\(alter) ADD \(constraint.inlineSQL)")]
    case let check as Check: [SQLFragment("\(alter) ADD \(check.addition)")]
    case let constraint as ExclusionConstraint:
      [SQLFragment("\(alter) ADD \(constraint.inlineSQL)")]
    default: []
    }
  }

  /// Returns whether an expression has a column's name among its tokens.
  static func mentions(_ expression: String, _ column: String) -> Bool {
    !expression.isEmpty && SQLLexer.tokens(of: expression).contains { $0.name == column }
  }
}

extension ColumnKind {
  /// The live generated columns that are computed from a column.
  static func generatedColumns(from column: Column, in context: PlanContext) -> [Column] {
    context.live.parts(of: Table.id(column.table), as: Column.self).filter {
      $0.name != column.name && !context.isDropped($0.id)
        && ColumnRebuilding.mentions($0.generatedExpression, column.name)
    }
  }

  /// The declared columns that a generated column is computed from.
  static func sources(of column: Column, in context: PlanContext) -> Set<ObjectID> {
    guard !column.generatedExpression.isEmpty else { return [] }
    let columns = context.declared.parts(of: Table.id(column.table), as: Column.self)
    return Set(
      columns.filter {
        $0.name != column.name && ColumnRebuilding.mentions(column.generatedExpression, $0.name)
      }.map(\.id))
  }
}
