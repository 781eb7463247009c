public import SQLText
public import SchemaCore

/// A condition on the values of a domain.
public struct DomainCheck: SchemaObject {
  public var domain: QualifiedName
  public var name: String
  /// The condition on `VALUE`, without `CHECK` and its parentheses.
  public var expression: String
  /// Whether existing values are known to pass (`convalidated`).
  public var isValid = true
  private var remainsUnchecked = Incidental(false)

  /// Creates a check of a domain.
  public init(domain: QualifiedName, name: String, expression: String) {
    self.domain = domain
    self.name = name
    self.expression = expression
  }

  public var id: ObjectID { DomainCheck.id(name, of: domain) }
  public var owner: ObjectID? { Domain.id(domain) }
  public var references: [Reference] {
    [.object(Domain.id(domain))] + Reference.found(in: expression)
  }
  public var expressions: [String] {
    get { [expression] }
    set { expression = newValue[0] }
  }

  /// Whether the project says `not_valid`: existing values are left as they are.
  ///
  /// No part of the comparison: what once was validated can't be otherwise again.
  public var isLeftUnchecked: Bool {
    get { remainsUnchecked.value }
    set { remainsUnchecked.value = newValue }
  }

  /// The constraint's clause in CREATE DOMAIN and after ADD.
  var inlineSQL: String {
    "CONSTRAINT \(quotedIdentifier(name)) CHECK \(ConstraintSQL.parenthesized(expression))"
  }

  /// Returns the identity of a domain's check.
  public static func id(_ name: String, of domain: QualifiedName) -> ObjectID {
    ObjectID(.domainCheck, schema: domain.schema, domain.name, member: name)
  }
}
