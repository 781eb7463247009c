import SQLText
public import SchemaCore

/// The declared objects as they compare with live ones, and which declaration each is.
public struct NormalizedDeclarations: Sendable {
  public var snapshot: Snapshot
  /// The identity under which an object was declared, where normalizing changed it.
  public var origins: [ObjectID: ObjectID]

  /// Creates declarations that compare as they are.
  public init(snapshot: Snapshot, origins: [ObjectID: ObjectID] = [:]) {
    self.snapshot = snapshot
    self.origins = origins
  }
}

/// Fills in what the project leaves open, by what the server is and has.
public func normalized(
  _ declared: Snapshot, live: Snapshot, facts: LiveFacts, kinds: KindSet, defaultSchema: String,
  environment: [String: String] = [:]
) -> NormalizedDeclarations {
  var types: [String: Set<String>] = [:]
  for id in declared.ids {
    let namespace = kinds[id.kind]?.namespace
    if namespace == .type || namespace == .relation {
      types[id.name, default: []].insert(id.schema)
    }
    if namespace == .type {
      for case .type(let name) in declared[id]?.brings ?? [] {
        types[name.name, default: []].insert(name.schema)
      }
    }
  }
  var context = NormalizationContext(
    facts: facts, declared: declared, live: live, defaultSchema: defaultSchema,
    declaredTypes: types)
  context.environment = environment
  var result = NormalizedDeclarations(snapshot: Snapshot())
  result.snapshot.reserveCapacity(declared.count)
  result.snapshot.mentioned = declared.mentioned
  for (id, object) in declared.objects {
    guard let kind = kinds[id.kind] else { continue }
    guard let value = normalizedObject(object, of: kind, in: context) else { continue }
    result.snapshot.insert(value)
    if value.id != id { result.origins[value.id] = id }
  }
  return result
}

/// Returns nil for what says nothing that isn't so anyway.
private func normalizedObject<Kind: ObjectKind>(
  _ object: any SchemaObject, of kind: Kind.Type, in context: NormalizationContext
) -> (any SchemaObject)? {
  guard let value = object as? Kind.Object else {
    preconditionFailure("\(object.id) is not an object of kind \(kind.id)")
  }
  let result = kind.normalized(value, in: context)
  return kind.isImplied(result, in: context) ? nil : result
}
