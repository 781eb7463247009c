public import SQLText

/// What an object is and where it lives: kind, schema, name, and for parts the part's name.
public struct ObjectID: Hashable, Sendable, Codable {
  public var kind: KindID
  /// The schema; empty for roles, extensions and other objects of a database or cluster.
  public var schema: String
  /// The object's name; for a part (column, constraint, trigger) the name of its relation.
  public var name: String
  /// The part's name; for a function its argument types; empty for others.
  public var member: String
  /// What tells apart objects that hang on another: a grant's target kind and role.
  public var qualifier: String

  /// Creates an identity.
  public init(
    _ kind: KindID, schema: String = "", _ name: String, member: String = "",
    qualifier: String = ""
  ) {
    self.kind = kind
    self.schema = schema
    self.name = name
    self.member = member
    self.qualifier = qualifier
  }

  /// The schema and name; for a part those of its relation.
  public var qualifiedName: QualifiedName { QualifiedName(schema: schema, name: name) }

  /// `table` or `table.child`, without the schema, as FORMAT's `objectName` has it.
  public var objectName: String {
    if member.isEmpty || member.hasPrefix("(") { return name + member }
    return "\(name).\(member)"
  }
}

extension ObjectID {
  /// Names tell nearly all objects apart, so only they are hashed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(member)
  }

  public static func == (left: ObjectID, right: ObjectID) -> Bool {
    left.member == right.member && left.name == right.name && left.kind == right.kind
      && left.schema == right.schema && left.qualifier == right.qualifier
  }
}

extension ObjectID: Comparable {
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.schema != right.schema { return left.schema < right.schema }
    if left.name != right.name { return left.name < right.name }
    if left.member != right.member { return left.member < right.member }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return left.qualifier < right.qualifier
  }
}

extension ObjectID: CustomStringConvertible {
  /// The identity as messages show it: `column 'public.orders.id'`.
  public var description: String {
    let path = schema.isEmpty ? objectName : "\(schema).\(objectName)"
    return "\(kind) '\(path)'"
  }
}
