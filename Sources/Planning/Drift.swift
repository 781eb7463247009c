public import SchemaCore

/// An object that isn't the same in the database and in the project.
public struct Difference: Sendable, Hashable {
  /// How the two sides differ.
  public enum Side: Sendable, Hashable {
    case onlyDeclared, onlyLive, different
  }

  public var id: ObjectID
  public var side: Side

  /// Creates a difference.
  public init(_ id: ObjectID, _ side: Side) {
    self.id = id
    self.side = side
  }
}

/// Returns the differences that a plan would do something about, in the order of names.
///
/// What belongs to an object that is missing itself isn't named apart.
public func drift(
  by changes: ChangeSet, in context: PlanContext, kinds: KindSet
) -> [Difference] {
  let dispatch = KindDispatch(kinds: kinds, context: context)
  let created = Set(changes.created)
  var found: [Difference] = []
  for id in changes.created {
    guard let object = context.declared[id], kinds[id.kind]?.driftType != nil else { continue }
    if let owner = object.owner, created.contains(owner) { continue }
    if !dispatch.create(id, from: object).isEmpty { found.append(Difference(id, .onlyDeclared)) }
  }
  for id in changes.altered where kinds[id.kind]?.driftType != nil {
    let isDone =
      dispatch.needsReplacement(id) || dispatch.refusal(id) != nil || !dispatch.alter(id).isEmpty
    if isDone { found.append(Difference(id, .different)) }
  }
  for id in changes.dropped where kinds[id.kind]?.driftType != nil {
    if !dispatch.drop(id).isEmpty { found.append(Difference(id, .onlyLive)) }
  }
  return found.sorted { $0.id < $1.id }
}
