public import SourceText

/// A kind of schema object: how it is written, read from the catalog, and changed.
///
/// Everything here is pure. One folder of SchemaKinds holds one conformance.
public protocol ObjectKind<Object>: Sendable {
  associatedtype Object: SchemaObject

  /// The kind's name.
  static var id: KindID { get }
  /// The name space in which others look its objects up.
  static var namespace: Namespace { get }
  /// What GRANT, OWNER TO and COMMENT ON call its objects; nil for parts of others.
  static var access: Access? { get }
  /// Where in YAML it is written.
  static var places: [YAMLPlace] { get }
  /// Takes a node of one of the places apart into declared objects and diagnostics.
  ///
  /// For a member place the node is the whole value of the key (usually a list).
  static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations)

  /// Writes a live object as YAML: a document, an item of its owner's list, or a key there.
  ///
  /// The object is as the catalog has it. What needs no YAML (the schema of a table, an index
  /// that a constraint made) writes nothing; what the format has no words for is an omission.
  static func encode(_ object: Object, in context: PlanContext, into draft: inout ProjectDraft)

  /// The word for objects of the kind in a report of drift: `constraint` for all constraints.
  ///
  /// Nil for what isn't in the database and so can't drift.
  static var driftType: String? { get }

  /// Checks across objects and adds implied ones, once after every document was decoded.
  static func complete(_ declarations: inout Declarations)

  /// How live objects are read; nil where they come by `liveQuestion` or not at all.
  static var catalog: CatalogQuery<Object>? { get }
  /// Fills in what YAML leaves open, so that equal things compare equal.
  static func normalized(_ object: Object, in context: NormalizationContext) -> Object
  /// Whether a declared object says only what is so anyway, so that nothing is compared.
  static func isImplied(_ declared: Object, in context: NormalizationContext) -> Bool
  /// The slots of `expressions` that only the server can fill in (a view's columns).
  static var derivedExpressions: Set<Int> { get }
  /// What happens to an object of this kind when one that it uses is dropped or changed.
  static var dependence: Dependence { get }
  /// What happens to one live object; that of its kind unless it says otherwise.
  static func dependence(of live: Object, in context: PlanContext) -> Dependence
  /// Whether the change can't be made while other objects use this one (a column's type).
  static func disturbsDependents(_ old: Object, by new: Object, in context: PlanContext) -> Bool
  /// What the server is asked to learn the canonical form of the declared expressions.
  static func probe(_ declared: Object, against live: Object, in context: PlanContext) -> Probe?
  /// What is asked about one declared object whose live state no catalog query tells.
  static func liveQuestion(_ declared: Object, in context: PlanContext) -> String?
  /// The live twin of a declared object by the answer to `liveQuestion`.
  static func liveObject(for declared: Object, answer: [Row]) -> Object?

  /// Whether an undeclared live object is to be dropped rather than ignored.
  static func isDropCandidate(_ live: Object, in context: PlanContext) -> Bool
  /// Whether the change can only be made by dropping and making the object again.
  static func needsReplacement(_ old: Object, by new: Object, in context: PlanContext) -> Bool
  /// Whether dropping and making again loses something that needs `--allow-destructive`.
  static var losesByReplacement: Bool { get }
  /// How the object lets go of a routine that is replaced; nil where it can't, or need not.
  static func loosening(
    _ old: Object, as new: Object, in context: PlanContext
  ) -> Loosening?
  /// Why the change can't be made at all, with what to do instead; nil where it can.
  static func refusal(_ old: Object, into new: Object, in context: PlanContext) -> String?
  /// The operations that make an object that isn't there.
  static func create(_ new: Object, in context: PlanContext) -> [Operation]
  /// The operations that lead from one state to another.
  static func alter(_ old: Object, into new: Object, in context: PlanContext) -> [Operation]
  /// Whether two objects that differ in their names only are one that is called otherwise.
  static var isRenamedByName: Bool { get }
  /// The operation that gives an object its name; nil for kinds without one of their own.
  ///
  /// - Parameters:
  ///   - object: the object as it is after all renames of the plan.
  ///   - former: the name that it alone had before; what it is a part of has its new one.
  static func rename(
    _ object: Object, from former: String, in context: PlanContext
  ) -> Operation?
  /// The operation that renames a value of an object (of an enum).
  static func rename(
    value former: String, to new: String, of object: Object, in context: PlanContext
  ) -> Operation?
  /// Whether an object that goes and one that comes may be one that is called otherwise.
  static func mayBeRenamed(_ old: Object, to new: Object, in context: PlanContext) -> Bool
  /// The operations that remove an object.
  static func drop(_ old: Object, in context: PlanContext) -> [Operation]
}

extension ObjectKind {
  public static var namespace: Namespace { .none }
  public static var access: Access? { nil }
  public static func encode(
    _ object: Object, in context: PlanContext, into draft: inout ProjectDraft
  ) { draft.omit(object.id, "the format has no words for it") }
  public static var driftType: String? { id.rawValue }
  public static func complete(_ declarations: inout Declarations) {}
  public static var catalog: CatalogQuery<Object>? { nil }
  public static func normalized(_ object: Object, in context: NormalizationContext) -> Object {
    object
  }
  public static func isImplied(
    _ declared: Object, in context: NormalizationContext
  ) -> Bool { false }
  public static var derivedExpressions: Set<Int> { [] }
  public static var dependence: Dependence { .holds }
  public static func dependence(of live: Object, in context: PlanContext) -> Dependence {
    dependence
  }
  public static func disturbsDependents(
    _ old: Object, by new: Object, in context: PlanContext
  ) -> Bool { false }
  public static func probe(
    _ declared: Object, against live: Object, in context: PlanContext
  ) -> Probe? { nil }
  public static func liveQuestion(_ declared: Object, in context: PlanContext) -> String? { nil }
  public static func liveObject(for declared: Object, answer: [Row]) -> Object? { nil }
  public static func isDropCandidate(_ live: Object, in context: PlanContext) -> Bool { true }
  public static func needsReplacement(
    _ old: Object, by new: Object, in context: PlanContext
  ) -> Bool { false }
  public static var losesByReplacement: Bool { false }
  public static func loosening(
    _ old: Object, as new: Object, in context: PlanContext
  ) -> Loosening? { nil }
  public static func rename(
    _ object: Object, from former: String, in context: PlanContext
  ) -> Operation? { nil }
  public static func rename(
    value former: String, to new: String, of object: Object, in context: PlanContext
  ) -> Operation? { nil }
  public static var isRenamedByName: Bool { false }
  public static func mayBeRenamed(
    _ old: Object, to new: Object, in context: PlanContext
  ) -> Bool { false }
  public static func refusal(
    _ old: Object, into new: Object, in context: PlanContext
  ) -> String? { nil }
}

/// What happens to an object when one that it uses is dropped or changed.
public enum Dependence: Hashable, Sendable {
  /// It is dropped before and made again after (views, functions, triggers, policies).
  case recreated
  /// The server adapts it to a changed column; it is recreated when what it uses is dropped.
  case follows
  /// It holds data or is held by data: what it uses can't be dropped.
  case holds
}

/// What is built and asked, in a transaction that is rolled back, to canonicalize expressions.
///
/// Statements run with search_path = schema, default schema, public, pg_temp; the question
/// runs with an empty search_path and answers one row with a column for each of the object's
/// expressions, in order. A statement that fails means: different from what is live.
public struct Probe: Sendable, Hashable {
  /// The schema whose names the expressions mean.
  public var schema: String
  /// Statements that build the declared thing as a temporary object.
  public var setup: [String]
  /// The query for the server's form of each expression.
  public var question: String

  /// Creates a probe.
  public init(schema: String, setup: [String], question: String) {
    self.schema = schema
    self.setup = setup
    self.question = question
  }
}
