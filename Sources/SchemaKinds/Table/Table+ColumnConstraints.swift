import SQLText
import SchemaCore
import SourceText

extension TableKind {
  /// Declares the constraints written on columns, after those written under the table: the
  /// same thing said at both places is one object.
  static func declareColumnConstraints(
    _ columns: DocumentNode?, of table: QualifiedName, into declarations: inout Declarations
  ) {
    for column in columns?.items ?? [] {
      guard let name = column["name"]?.scalar,
        declarations.snapshot.contains(Column.id(name, of: table))
      else { continue }
      if let node = column["unique"], isTrue(node) {
        let constraint = UniqueConstraint(
          table: table, name: column["unique_name"]?.scalar, columns: [name])
        declare(constraint, at: node.range, into: &declarations)
      }
      if let node = column["check"], let text = node.scalar, !node.isNull {
        let check = Check(
          table: table, name: truncatedIdentifier("chk_\(table.name)_\(name)"),
          expression: text)
        declare(check, at: node.range, into: &declarations)
      }
    }
  }

  private static func declare(
    _ constraint: UniqueConstraint, at range: SourceRange, into declarations: inout Declarations
  ) {
    let known = declarations.snapshot.parts(
      of: Table.id(constraint.table), as: UniqueConstraint.self)
    let isKnown = known.contains {
      $0.columns == constraint.columns
        && (!$0.isNamed || !constraint.isNamed || $0.name == constraint.name)
    }
    if !isKnown { declarations.declare(constraint, at: range) }
  }

  private static func declare(
    _ check: Check, at range: SourceRange, into declarations: inout Declarations
  ) {
    if trimmed(check.expression).isEmpty {
      declarations.report.error(
        "wrong-value", "'check' of a column is an SQL expression and can't be empty", at: range)
      return
    }
    let known = declarations.snapshot.parts(of: Table.id(check.table), as: Check.self)
    let isKnown = known.contains { lexicallyEqual($0.expression, check.expression) }
    if !isKnown { declarations.declare(check, at: range) }
  }
}
