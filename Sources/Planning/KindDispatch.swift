import SchemaCore

/// Calls a kind with objects whose type only the kind knows.
struct KindDispatch {
  let kinds: KindSet
  let context: PlanContext

  func create(_ id: ObjectID, from object: any SchemaObject) -> [Operation] {
    guard let kind = kinds[id.kind] else { return [] }
    return create(object, of: kind)
  }

  func alter(_ id: ObjectID) -> [Operation] {
    guard let kind = kinds[id.kind], let old = context.live[id], let new = context.declared[id]
    else { return [] }
    return alter(old, new, of: kind)
  }

  func drop(_ id: ObjectID) -> [Operation] {
    guard let kind = kinds[id.kind], let old = context.live[id] else { return [] }
    return drop(old, of: kind)
  }

  func rename(_ step: Renaming.Step) -> Operation? {
    guard let kind = kinds[step.object.kind], let object = context.live[step.object] else {
      return nil
    }
    return rename(object, step, of: kind)
  }

  func mayBeRenamed(_ id: ObjectID, to new: ObjectID) -> Bool {
    guard let kind = kinds[id.kind], let old = context.live[id], let new = context.declared[new]
    else { return false }
    return mayBeRenamed(old, new, of: kind)
  }

  func needsReplacement(_ id: ObjectID) -> Bool {
    guard let kind = kinds[id.kind], let old = context.live[id], let new = context.declared[id]
    else { return false }
    return needsReplacement(old, new, of: kind)
  }

  func disturbsDependents(_ id: ObjectID) -> Bool {
    guard let kind = kinds[id.kind], let old = context.live[id], let new = context.declared[id]
    else { return false }
    return disturbsDependents(old, new, of: kind)
  }

  func refusal(_ id: ObjectID) -> String? {
    guard let kind = kinds[id.kind], let old = context.live[id], let new = context.declared[id]
    else { return nil }
    return refusal(old, new, of: kind)
  }

  /// Returns how a live object lets go of what it uses, on its way to the declared one or another.
  func loosening(_ id: ObjectID, as wanted: (any SchemaObject)? = nil) -> Loosening? {
    guard let kind = kinds[id.kind], let old = context.live[id],
      let new = wanted ?? context.written?[id] ?? context.declared[id]
    else { return nil }
    return loosening(old, new, of: kind)
  }

  func dependence(of id: ObjectID) -> Dependence {
    guard let kind = kinds[id.kind] else { return .holds }
    return context.live[id].map { dependence(of: $0, of: kind) } ?? kind.dependence
  }

  func losesByReplacement(_ id: ObjectID) -> Bool { kinds[id.kind]?.losesByReplacement ?? true }

  private func rename<Kind: ObjectKind>(
    _ object: any SchemaObject, _ step: Renaming.Step, of kind: Kind.Type
  ) -> Operation? {
    guard let object = object as? Kind.Object else { return nil }
    if let value = step.value {
      return kind.rename(value: step.former, to: value, of: object, in: context)
    }
    return kind.rename(object, from: step.former, in: context)
  }

  private func mayBeRenamed<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> Bool {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return false }
    return kind.mayBeRenamed(old, to: new, in: context)
  }

  private func dependence<Kind: ObjectKind>(
    of object: any SchemaObject, of kind: Kind.Type
  ) -> Dependence {
    (object as? Kind.Object).map { kind.dependence(of: $0, in: context) } ?? kind.dependence
  }

  private func create<Kind: ObjectKind>(
    _ object: any SchemaObject, of kind: Kind.Type
  ) -> [Operation] {
    (object as? Kind.Object).map { kind.create($0, in: context) } ?? []
  }

  private func drop<Kind: ObjectKind>(
    _ object: any SchemaObject, of kind: Kind.Type
  ) -> [Operation] {
    (object as? Kind.Object).map { kind.drop($0, in: context) } ?? []
  }

  private func alter<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> [Operation] {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return [] }
    return kind.alter(old, into: new, in: context)
  }

  private func needsReplacement<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> Bool {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return false }
    return kind.needsReplacement(old, by: new, in: context)
  }

  private func disturbsDependents<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> Bool {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return false }
    return kind.disturbsDependents(old, by: new, in: context)
  }

  private func loosening<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> Loosening? {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return nil }
    return kind.loosening(old, as: new, in: context)
  }

  private func refusal<Kind: ObjectKind>(
    _ old: any SchemaObject, _ new: any SchemaObject, of kind: Kind.Type
  ) -> String? {
    guard let old = old as? Kind.Object, let new = new as? Kind.Object else { return nil }
    return kind.refusal(old, into: new, in: context)
  }
}
