public import SQLText

/// What objects are called before and after the renames of a plan.
///
/// A live object is read under its former names and compared under its new ones; a declared
/// object goes the other way to be tried against the catalog, which has the former ones.
public struct Renaming: Sendable {
  /// One name that changes.
  public struct Step: Hashable, Sendable {
    /// The object under its new name.
    public var object: ObjectID
    /// The own name before.
    public var former: String
    /// The enum value that changes, where the object is its type.
    public var value: String?

    /// Creates a step.
    public init(_ object: ObjectID, from former: String, value: String? = nil) {
      self.object = object
      self.former = former
      self.value = value
    }
  }

  /// What is renamed, in no order.
  public var steps: [Step] = []
  /// What changes in the texts of queries and expressions.
  public var names = NameChanges()
  public var roles: [String: String] = [:]
  /// The new names of parts that are no columns (constraints, triggers), by identity before.
  public var members: [ObjectID: String] = [:]
  /// Each object's identity after by the one before.
  public var ids: [ObjectID: ObjectID] = [:]

  /// Creates a renaming of nothing.
  public init() {}

  /// Whether no name changes.
  public var isEmpty: Bool { steps.isEmpty }

  /// Returns a schema's name after.
  public func schema(_ name: String) -> String { names.schema(name) }

  /// Returns a relation's name after.
  public func relation(_ name: QualifiedName) -> QualifiedName { names.relation(name) }

  /// Returns a relation's identity after.
  public func relation(_ id: ObjectID) -> ObjectID {
    let name = relation(id.qualifiedName)
    return ObjectID(
      id.kind, schema: name.schema, name.name, member: id.member, qualifier: id.qualifier)
  }

  /// Returns a routine's name after.
  public func routine(_ name: QualifiedName) -> QualifiedName { names.routine(name) }

  /// Returns a type's name after.
  public func type(_ name: QualifiedName) -> QualifiedName { names.type(name) }

  /// Returns a type as it is called after.
  public func type(_ type: TypeName) -> TypeName { names.type(type) }

  /// Returns a collation's name after.
  public func collation(_ name: QualifiedName) -> QualifiedName { names.collation(name) }

  /// Returns the name after of an object of a schema that no text speaks of, by its identity
  /// before.
  public func inSchema(_ id: ObjectID) -> QualifiedName {
    QualifiedName(schema: schema(id.schema), name: name(id))
  }

  /// Returns a column's name after.
  ///
  /// - Parameter relation: the relation's name before.
  public func column(_ name: String, of relation: QualifiedName) -> String {
    names.column(name, of: relation)
  }

  /// Returns the names of columns after.
  public func columns(_ names: [String], of relation: QualifiedName) -> [String] {
    names.map { column($0, of: relation) }
  }

  /// Returns a role's name after.
  public func role(_ name: String) -> String { roles[name] ?? name }

  /// Returns a part's own name after, by its identity before.
  public func member(_ id: ObjectID) -> String { members[id] ?? id.member }

  /// Returns the name after of an object that is no part and of which texts don't speak.
  public func name(_ id: ObjectID) -> String { members[id] ?? id.name }

  /// Returns an expression over a relation, or a query, with the names after.
  public func text(
    _ text: String, from schema: String, over relation: QualifiedName? = nil
  ) -> String {
    names.rewritten(text, from: schema, over: relation)
  }

  /// Returns what an identity before is after.
  public func id(_ id: ObjectID) -> ObjectID {
    if let known = ids[id] { return known }
    guard !id.schema.isEmpty else { return id }
    var copy = relation(id)
    if !id.member.isEmpty, !id.member.hasPrefix("(") {
      copy.member = column(id.member, of: id.qualifiedName)
    }
    return copy
  }

  /// Returns the renaming that leads back.
  public var reversed: Renaming {
    var back = Renaming()
    back.names = names.reversed
    back.roles = Dictionary(roles.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    back.ids = Dictionary(ids.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (id, _) in members { back.members[self.id(id)] = id.member.isEmpty ? id.name : id.member }
    return back
  }
}

extension SchemaObject {
  /// Returns the object with expressions rewritten one by one.
  public func mappingExpressions(_ change: (String) -> String) -> Self {
    var copy = self
    copy.expressions = expressions.map(change)
    return copy
  }
}
