import SchemaCore

extension OperationBuilder {
  /// The operations that rename, each after the one that frees its name.
  func renames() -> [Operation] {
    let dispatch = KindDispatch(kinds: kinds, context: list.context)
    let steps = list.context.renaming.steps
    var freeing: [ObjectID: ObjectID] = [:]
    for step in steps where step.value == nil {
      freeing[place(of: former(of: step))] = step.object
    }
    return steps.compactMap { step in
      guard var operation = dispatch.rename(step) else { return nil }
      if step.value == nil, let former = freeing[place(of: step.object)] {
        operation.requires.insert(former)
      }
      return operation
    }
  }

  /// What stands for a name where it must be unique: indexes, also those of constraints, share
  /// the names of a schema.
  private func place(of id: ObjectID) -> ObjectID {
    let isPart = !id.member.isEmpty && !id.member.hasPrefix("(")
    guard isPart, let kind = kinds[id.kind], kind.namespace == .none else { return id }
    return ObjectID("part", schema: id.schema, id.member)
  }

  /// The identity that the step's object would have if it alone kept its name.
  private func former(of step: Renaming.Step) -> ObjectID {
    var id = step.object
    if list.context.live[id]?.isNamedPart == true {
      id.member = step.former
    } else {
      id.name = step.former
    }
    return id
  }

  /// Returns what a reader may want to answer who sees that something is dropped: an added
  /// object that could be the same under another name.
  func renameQuestion(about id: ObjectID) -> String? {
    let owner = list.context.live[id]?.owner
    let dispatch = KindDispatch(kinds: kinds, context: list.context)
    let twin = changes.created.first { new in
      new.kind == id.kind && list.context.declared[new]?.owner == owner
        && dispatch.mayBeRenamed(id, to: new)
    }
    guard let twin else { return nil }
    let name = list.context.live[id]?.isNamedPart == true ? id.member : id.name
    return "is this a rename? then add 'renamed_from: \(name)' to \(twin)"
  }
}
