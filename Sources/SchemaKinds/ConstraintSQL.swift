import SQLText
import SchemaCore

/// The pieces of SQL that all constraint kinds share.
enum ConstraintSQL {
  /// Returns column names in parentheses: `(a, b)`.
  static func list(_ columns: [String]) -> String {
    "(\(columns.map(quotedIdentifier).joined(separator: ", ")))"
  }

  /// Returns the INCLUDE clause with a leading space, empty without columns.
  static func including(_ columns: [String]) -> String {
    columns.isEmpty ? "" : " INCLUDE \(list(columns))"
  }

  /// Returns an expression in parentheses; a line comment at its end must not take the closing
  /// one in.
  static func parenthesized(_ expression: String) -> String {
    let last = expression.utf8.split(separator: UInt8(ascii: "\n")).last ?? "".utf8[...]
    let hasComment = zip(last, last.dropFirst()).contains { pair in
      pair == (UInt8(ascii: "-"), UInt8(ascii: "-"))
    }
    return "(\(expression)\(hasComment ? "\n" : ""))"
  }

  static func alter(_ table: QualifiedName) -> String { "ALTER TABLE \(table.sql)" }

  static func addition(of clause: String, to table: QualifiedName) -> SQLFragment {
    SQLFragment("\(alter(table)) ADD \(clause)")
  }

  static func removal(of name: String, from table: QualifiedName) -> SQLFragment {
    SQLFragment("\(alter(table)) DROP CONSTRAINT \(quotedIdentifier(name))")
  }

  static func validation(of name: String, on table: QualifiedName) -> SQLFragment {
    SQLFragment("\(alter(table)) VALIDATE CONSTRAINT \(quotedIdentifier(name))")
  }
}

extension OperationKind {
  static let validateConstraint = OperationKind("validate_constraint", .foreignKeys)
}

extension PlanContext {
  /// Returns whether the run drops an object and makes it again as declared.
  func isReplaced(_ id: ObjectID) -> Bool { isDropped(id) && isCreated(id) }

  /// Returns whether a live table is partitioned.
  func isPartitioned(_ table: QualifiedName) -> Bool {
    live.object(Table.id(table), as: Table.self)?.partitionKey != nil
  }

  /// Returns the declared columns of a table whose names stand in expressions.
  ///
  /// A column's change comes before what is to see its new type.
  func columns(of table: QualifiedName, in expressions: [String]) -> Set<ObjectID> {
    let names = Set(expressions.flatMap { SQLLexer.tokens(of: $0) }.compactMap(\.name))
    return Set(names.map { Column.id($0, of: table) }.filter(declared.contains))
  }

  /// Returns the context in which an object is dropped and made again.
  func replacing(_ id: ObjectID) -> PlanContext {
    var context = self
    context.dropped.insert(id)
    context.created.insert(id)
    return context
  }
}
