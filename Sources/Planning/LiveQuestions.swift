public import SchemaCore

/// Returns what is asked about declared objects whose live state no catalog query tells.
public func liveQuestions(
  about declared: Snapshot, in context: PlanContext, kinds: KindSet
) -> [(id: ObjectID, question: String)] {
  declared.objects.compactMap { id, object in
    guard let kind = kinds[id.kind],
      let question = question(about: object, of: kind, in: context)
    else { return nil }
    return (id, question)
  }
}

/// Returns the live snapshot with the objects that the answers tell of.
public func adding(
  answers: [ObjectID: [Row]], to live: Snapshot, declared: Snapshot, kinds: KindSet
) -> Snapshot {
  var result = live
  for (id, object) in declared.objects {
    guard let rows = answers[id], let kind = kinds[id.kind],
      let found = liveObject(for: object, of: kind, answer: rows)
    else { continue }
    result.insert(found)
  }
  return result
}

private func question<Kind: ObjectKind>(
  about object: any SchemaObject, of kind: Kind.Type, in context: PlanContext
) -> String? {
  (object as? Kind.Object).flatMap { kind.liveQuestion($0, in: context) }
}

private func liveObject<Kind: ObjectKind>(
  for object: any SchemaObject, of kind: Kind.Type, answer: [Row]
) -> (any SchemaObject)? {
  (object as? Kind.Object).flatMap { kind.liveObject(for: $0, answer: answer) }
}
