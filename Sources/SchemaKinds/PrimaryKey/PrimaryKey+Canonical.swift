import SQLText
public import SchemaCore
public import SourceText

extension PrimaryKey {
  /// The constraint's clause in CREATE TABLE and after ADD.
  public var inlineSQL: String {
    "CONSTRAINT \(quotedIdentifier(name)) PRIMARY KEY \(ConstraintSQL.list(columns))"
      + ConstraintSQL.including(include) + storage.clause + deferral.sql
  }

  /// The definition as a reader of the plan wants it.
  var summary: String {
    ConstraintSQL.list(columns) + ConstraintSQL.including(include) + deferral.sql
  }

  /// Returns whether another key differs in nothing but its name and how its index is stored.
  func hasDefinition(of other: PrimaryKey) -> Bool {
    columns == other.columns && include == other.include && deferral == other.deferral
  }
}

/// Primary keys: `primary_key` of a table or of a column, decoded by the table.
public enum PrimaryKeyKind: ObjectKind {
  public typealias Object = PrimaryKey
  public static var id: KindID { .primaryKey }
  public static var driftType: String? { "constraint" }
  public static var places: [YAMLPlace] { [] }
  public static var dependence: Dependence { .follows }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {}

  /// Takes the live name over where the project gives none: a table has one primary key.
  public static func normalized(
    _ key: PrimaryKey, in context: NormalizationContext
  ) -> PrimaryKey {
    guard !key.isNamed else { return key }
    var key = key
    if !context.live.contains(key.id) {
      let live = context.live.parts(of: Table.id(key.table), as: PrimaryKey.self)
      key.name = live.first?.name ?? key.name
    }
    key.isNamed = true
    return key
  }
}
