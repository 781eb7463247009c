public import SchemaCore

/// What differs between declared and live, before it becomes operations.
public struct ChangeSet: Sendable {
  /// Declared and not live.
  public var created: [ObjectID] = []
  /// Declared and live, and not equal.
  public var altered: [ObjectID] = []
  /// Live, not declared, and the project's to drop.
  public var dropped: [ObjectID] = []

  /// Creates an empty set.
  public init() {}

  /// Whether nothing differs.
  public var isEmpty: Bool { created.isEmpty && altered.isEmpty && dropped.isEmpty }

  /// Whether anything that exists is changed or dropped, so that its dependents matter.
  public var touchesLiveObjects: Bool { !altered.isEmpty || !dropped.isEmpty }
}

/// Compares declared and live objects one by one.
///
/// - Parameter managedSchemas: the schemas whose undeclared objects are the project's to drop.
public func differences(
  in context: PlanContext, kinds: KindSet, managedSchemas: Set<String>
) -> ChangeSet {
  var changes = ChangeSet()
  for (id, object) in context.declared.objects {
    guard let kind = kinds[id.kind] else { continue }
    guard let live = context.live[id] else {
      changes.created.append(id)
      continue
    }
    if !areEqual(object, live, of: kind) { changes.altered.append(id) }
  }
  for (id, object) in context.live.objects where !context.declared.contains(id) {
    guard let kind = kinds[id.kind] else { continue }
    if let owner = object.owner {
      guard context.declared.contains(owner) else { continue }
    } else if !id.schema.isEmpty, !managedSchemas.contains(id.schema) {
      continue
    }
    if isDropCandidate(object, of: kind, in: context) { changes.dropped.append(id) }
  }
  return changes
}

private func areEqual<Kind: ObjectKind>(
  _ left: any SchemaObject, _ right: any SchemaObject, of kind: Kind.Type
) -> Bool {
  guard let left = left as? Kind.Object, let right = right as? Kind.Object else { return false }
  return left == right
}

private func isDropCandidate<Kind: ObjectKind>(
  _ object: any SchemaObject, of kind: Kind.Type, in context: PlanContext
) -> Bool {
  (object as? Kind.Object).map { kind.isDropCandidate($0, in: context) } ?? false
}
