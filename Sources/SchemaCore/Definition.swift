/// Returns an object as YAML, nil where the format has no words for it.
///
/// A part of another object is written without it: as an item of a list, or as the keys there.
///
/// - Parameters:
///   - id: the object.
///   - snapshot: the side on which the object stands.
///   - hasParts: whether what belongs to the object is written with it.
public func definition(
  of id: ObjectID, in snapshot: Snapshot, hasParts: Bool, context: PlanContext, kinds: KindSet
) -> YAMLValue? {
  var side = context
  side.live = snapshot
  var draft = ProjectDraft(
    fragmentIn: owners(of: id, in: snapshot), defaultSchema: context.defaultSchema)
  let parts = hasParts ? allParts(of: id, in: snapshot) : []
  let order = ([id] + parts).enumerated().sorted {
    let left = (kinds.rank(of: $0.element.kind), $0.offset)
    return left < (kinds.rank(of: $1.element.kind), $1.offset)
  }
  for (_, id) in order {
    if let object = snapshot[id], let kind = kinds[id.kind] {
      encode(object, of: kind, in: side, into: &draft)
    }
  }
  return draft.fragment(of: id)
}

private func encode<Kind: ObjectKind>(
  _ object: any SchemaObject, of kind: Kind.Type, in context: PlanContext,
  into draft: inout ProjectDraft
) {
  if let object = object as? Kind.Object { kind.encode(object, in: context, into: &draft) }
}

private func owners(of id: ObjectID, in snapshot: Snapshot) -> [ObjectID] {
  var owners: [ObjectID] = []
  var next = snapshot[id]?.owner
  while let owner = next {
    owners.append(owner)
    next = snapshot[owner]?.owner
  }
  return owners
}

private func allParts(of id: ObjectID, in snapshot: Snapshot) -> [ObjectID] {
  snapshot.parts(of: id).flatMap { [$0] + allParts(of: $0, in: snapshot) }
}
