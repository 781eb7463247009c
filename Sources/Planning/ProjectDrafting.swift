public import SchemaCore

/// Writes live objects as a project, kind by kind in the registry's order.
///
/// - Parameter isIncluded: whether an object is to be written.
public func projectDraft(
  in context: PlanContext, kinds: KindSet, where isIncluded: (ObjectID) -> Bool
) -> ProjectDraft {
  var draft = ProjectDraft(defaultSchema: context.defaultSchema)
  var found: [KindID: [any SchemaObject]] = [:]
  for (id, object) in context.live.objects where isIncluded(id) {
    found[id.kind, default: []].append(object)
  }
  for kind in kinds.all {
    encode(found[kind.id] ?? [], of: kind, in: context, into: &draft)
  }
  return draft
}

private func encode<Kind: ObjectKind>(
  _ objects: [any SchemaObject], of kind: Kind.Type, in context: PlanContext,
  into draft: inout ProjectDraft
) {
  for object in objects {
    if let object = object as? Kind.Object { kind.encode(object, in: context, into: &draft) }
  }
}
