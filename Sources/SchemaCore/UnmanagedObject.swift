/// A live object of a kind that the tool doesn't know, or knows in part.
public struct UnmanagedObject: Hashable, Sendable {
  /// PostgreSQL's word for what it is: `operator family`.
  public var noun: String
  /// The schema that it is in; empty for objects of the database.
  public var schema: String
  /// The name as SQL writes it, with its schema.
  public var name: String

  /// Creates an unmanaged object.
  public init(noun: String, schema: String, name: String) {
    self.noun = noun
    self.schema = schema
    self.name = name
  }
}
