public import SQLText
public import SchemaCore

/// A check constraint of a table.
public struct Check: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// The condition without `CHECK` and its parentheses.
  public var expression: String
  public var isNoInherit = false
  /// Whether existing rows are known to pass (`convalidated`).
  public var isValid = true
  /// Whether new rows are checked (`conenforced`, PostgreSQL 18).
  public var isEnforced = true

  /// Creates a check.
  public init(table: QualifiedName, name: String, expression: String) {
    self.table = table
    self.name = name
    self.expression = expression
  }

  public var id: ObjectID { ObjectID(.check, schema: table.schema, table.name, member: name) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + Reference.found(in: expression)
  }
  public var expressions: [String] {
    get { [expression] }
    set { expression = newValue[0] }
  }

  /// The constraint's clause in CREATE TABLE and after ADD.
  public var inlineSQL: String {
    "CONSTRAINT \(quotedIdentifier(name)) CHECK \(ConstraintSQL.parenthesized(expression))"
      + (isNoInherit ? " NO INHERIT" : "") + (isEnforced ? "" : " NOT ENFORCED")
  }

  /// The clause after ADD; CREATE TABLE would take what is not validated for valid.
  var addition: String { inlineSQL + (isValid || !isEnforced ? "" : " NOT VALID") }

  /// Whether CREATE TABLE can make it.
  var standsInTable: Bool { isValid || !isEnforced }
}
