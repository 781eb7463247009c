/// One object of a schema, declared in YAML or read from the catalog: the same type for both.
public protocol SchemaObject: Hashable, Sendable {
  /// What the object is and where it lives.
  var id: ObjectID { get }
  /// The object that this one is a part of and goes away with; nil for independent ones.
  var owner: ObjectID? { get }
  /// What must exist before the object can be made; the owner is always among it.
  var references: [Reference] { get }
  /// The parts that the server deparses in words of its own, each in a fixed place.
  ///
  /// An absent one is an empty text. Setting them puts a canonical form in place.
  var expressions: [String] { get set }
  /// Returns what it and another declaration of the same identity say together; nil where an
  /// object is declared once.
  func joined(with other: any SchemaObject) -> (any SchemaObject)?
  /// Further names that come with the object: a range's multirange type and constructors.
  var brings: [Reference] { get }
  /// Returns the name that an object gets after renames whose name nobody wrote: one that is
  /// made of what it stands on. Nil for a name of its own.
  func derivedName(after names: Renaming) -> String?
  /// The relations whose columns it has too, as partitions and children by inheritance do.
  var columnSources: [ObjectID] { get }
  /// The names of values that the object lists (an enum's), which may be renamed.
  var values: [String] { get }
  /// What of it only newer servers know, which no statement can make on an older one.
  var versionNeeds: [VersionNeed] { get }
  /// Returns the object as it is after renames, its own and those of what it names.
  func renamed(by names: Renaming) -> Self
}

extension SchemaObject {
  public var owner: ObjectID? { nil }
  /// Whether the object's own name is that of a part; a partition has an owner and a name as
  /// tables have one.
  public var isNamedPart: Bool { owner != nil && !id.member.isEmpty }
  public var references: [Reference] { [] }
  public var brings: [Reference] { [] }
  public var expressions: [String] {
    get { [] }
    set {}
  }
  public func joined(with other: any SchemaObject) -> (any SchemaObject)? { nil }
  public var values: [String] { [] }
  public var columnSources: [ObjectID] { [] }
  public var versionNeeds: [VersionNeed] { [] }
  public func derivedName(after names: Renaming) -> String? { nil }
  public func renamed(by names: Renaming) -> Self { self }
}
