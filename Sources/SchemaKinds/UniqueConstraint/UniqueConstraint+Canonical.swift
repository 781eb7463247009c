import SQLText
public import SchemaCore
public import SourceText

extension UniqueConstraint {
  /// The constraint's clause in CREATE TABLE and after ADD.
  public var inlineSQL: String {
    "CONSTRAINT \(quotedIdentifier(name)) UNIQUE "
      + (nullsNotDistinct ? "NULLS NOT DISTINCT " : "") + ConstraintSQL.list(columns)
      + ConstraintSQL.including(include) + storage.clause + deferral.sql
  }

  /// Whether another constraint differs in nothing but how its index is stored.
  func hasDefinition(of other: UniqueConstraint) -> Bool {
    var copy = other
    copy.storage = storage
    return self == copy
  }

  /// The definition as a reader of the plan wants it.
  var summary: String {
    ConstraintSQL.list(columns) + ConstraintSQL.including(include)
      + (nullsNotDistinct ? " NULLS NOT DISTINCT" : "") + deferral.sql
  }
}

/// Unique constraints: `unique` of a column and `as_constraint` of an index, decoded by those.
public enum UniqueConstraintKind: ObjectKind {
  public typealias Object = UniqueConstraint
  public static var id: KindID { .uniqueConstraint }
  public static var driftType: String? { "constraint" }
  public static var places: [YAMLPlace] { [] }
  public static var dependence: Dependence { .follows }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {}

  /// Takes the name of a live constraint of the same columns over where the project gives none.
  public static func normalized(
    _ constraint: UniqueConstraint, in context: NormalizationContext
  ) -> UniqueConstraint {
    guard !constraint.isNamed else { return constraint }
    var constraint = constraint
    if !context.live.contains(constraint.id) {
      let live = context.live.parts(of: Table.id(constraint.table), as: UniqueConstraint.self)
      let twin = live.first {
        $0.columns == constraint.columns && !context.declared.contains($0.id)
      }
      constraint.name = twin?.name ?? constraint.name
    }
    constraint.isNamed = true
    return constraint
  }
}
