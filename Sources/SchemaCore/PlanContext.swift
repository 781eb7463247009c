public import SQLText

/// What a kind may look at when it turns a change into operations.
public struct PlanContext: Sendable {
  /// The declared objects, normalized and with canonical expressions.
  public var declared: Snapshot
  public var live: Snapshot
  /// The declared objects, normalized, with expressions as they were written.
  ///
  /// A live spelling has casts that fit the live types only: what is made anew, since something
  /// below it changed, is made as written.
  public var written: Snapshot?
  /// What is called otherwise before the plan than after; the live objects have the new names.
  public var renaming = Renaming()
  public var facts: LiveFacts
  /// The pairs whose old columns the plan drops, and how.
  public var contracts: [ObjectID: ContractForm] = [:]
  public var defaultSchema: String
  /// Where unqualified names are looked up after the object's schema and the default one.
  public var searchPathTail = ["public"]
  /// Whether the project says which extensions there are, so that others may be dropped.
  public var declaresExtensions = false
  /// Whether the declared objects are all that there is to be: another database's.
  public var isWhole = false
  /// Objects that the run creates: declared and not live, or dropped and made again.
  public var created: Set<ObjectID>
  /// Objects that the run drops: undeclared, or dropped and made again.
  public var dropped: Set<ObjectID>
  /// Objects that let go of routines which the run replaces, with these.
  public var loosened: [ObjectID: Set<ObjectID>] = [:]

  /// Creates a context.
  public init(
    declared: Snapshot, live: Snapshot, facts: LiveFacts, defaultSchema: String,
    created: Set<ObjectID> = [], dropped: Set<ObjectID> = []
  ) {
    self.declared = declared
    self.live = live
    self.facts = facts
    self.defaultSchema = defaultSchema
    self.created = created
    self.dropped = dropped
  }

  public var serverVersion: Int { facts.serverVersion }

  /// Returns whether the run creates an object: then nobody can be waiting for it.
  public func isCreated(_ id: ObjectID) -> Bool { created.contains(id) }

  /// Returns whether the run drops an object (and perhaps makes it again).
  public func isDropped(_ id: ObjectID) -> Bool { dropped.contains(id) }

  /// Returns the schemas in which the unqualified names of an object's text are looked up.
  public func searchPath(from schema: String) -> [String] {
    var path: [String] = []
    for place in [schema, defaultSchema] + searchPathTail
    where !place.isEmpty && !path.contains(place) { path.append(place) }
    return path
  }

  /// Returns the lock on a relation, none where the run creates it.
  public func locks(_ mode: LockMode, on relations: ObjectID...) -> [RelationLock] {
    relations.filter { !isCreated($0) && live.contains($0) }.map { RelationLock($0, mode) }
  }
}

/// What becomes of the old column when the new one has taken its place.
public enum ContractForm: Hashable, Sendable {
  case dropped
  /// It stays under another name for some seconds.
  case kept(seconds: Int)
}

/// What a kind may look at when it fills in what YAML leaves open.
public struct NormalizationContext: Sendable {
  public var facts: LiveFacts
  public var declared: Snapshot
  public var live: Snapshot
  public var defaultSchema: String
  /// The schemas of declared types by name; live ones are in the facts.
  public var declaredTypes: [String: Set<String>]
  /// The environment's variables, which stand for secrets.
  public var environment: [String: String] = [:]

  /// Creates a context.
  public init(
    facts: LiveFacts, declared: Snapshot, live: Snapshot, defaultSchema: String,
    declaredTypes: [String: Set<String>]
  ) {
    self.facts = facts
    self.declared = declared
    self.live = live
    self.defaultSchema = defaultSchema
    self.declaredTypes = declaredTypes
  }

  /// Returns a type with the schema that an unqualified user type is found in.
  ///
  /// Looked up like the server does with `schema, default schema, public` as search_path.
  public func resolved(_ type: TypeName, in schema: String) -> TypeName {
    guard !type.isBuiltIn, type.schema.isEmpty else { return type }
    var copy = type
    let known = (declaredTypes[type.name] ?? []).union(facts.typeSchemas[type.name] ?? [])
    let path = [schema, defaultSchema, "public"]
    copy.schema = path.first(where: known.contains) ?? known.min() ?? ""
    if copy.schema.isEmpty, !known.isEmpty || type.name == quotedIdentifier(type.name) {
      // Nobody declares it: a type of pg_catalog that the tool's list doesn't name.
      copy.isBuiltIn = true
    }
    return copy
  }
}
