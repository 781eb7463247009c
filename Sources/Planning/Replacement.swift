import SchemaCore

/// Which objects are dropped and made again, and what hinders a change.
struct Replacement {
  /// Objects that the run drops; those also in `created` are made again.
  var dropped: Set<ObjectID>
  var created: Set<ObjectID>
  /// Objects that are dropped and made again for another object's sake.
  var replaced: Set<ObjectID> = []
  /// Live objects that nobody declares, parts of replaced ones, to be made again as they were.
  var restored: [ObjectID] = []
  /// Changes that can't be made, with the live objects that hinder them.
  var hindered: [ObjectID: [ObjectID]] = [:]

  private let altered: Set<ObjectID>
  private let context: PlanContext
  private let dispatch: KindDispatch

  init(changes: ChangeSet, drops: Set<ObjectID>, dispatch: KindDispatch) {
    context = dispatch.context
    self.dispatch = dispatch
    dropped = drops
    created = Set(changes.created)
    altered = Set(changes.altered)
  }

  /// Leaves out drops that live objects hinder, until those that are left hinder no other.
  ///
  /// What another drop takes away is no hindrance, so all are judged before one is followed.
  mutating func leaveOutHinderedDrops() {
    var isChanged = true
    while isChanged {
      isChanged = false
      for id in dropped.sorted() where !created.contains(id) {
        let hindrances = affected(by: id, isDropped: true).hindrances
        if hindrances.isEmpty { continue }
        hindered[id] = hindrances
        dropped.remove(id)
        isChanged = true
      }
    }
  }

  /// Follows a drop for good to the dependents that are made again, and to its own parts.
  mutating func follow(dropOf root: ObjectID) {
    for id in affected(by: root, isDropped: true).replaced.sorted() { take(id) }
    takeParts(of: root)
  }

  /// Follows a change that its dependents can't live through; true where it can be made.
  mutating func replace(_ root: ObjectID, isDropped: Bool) -> Bool {
    let (found, hindrances) = affected(by: root, isDropped: isDropped)
    guard hindrances.isEmpty else {
      hindered[root] = hindrances
      return false
    }
    if isDropped { take(root) }
    for id in found { take(id) }
    return true
  }

  /// Returns the dependents that are made again, and those that bar the change.
  private func affected(
    by root: ObjectID, isDropped: Bool
  ) -> (replaced: Set<ObjectID>, hindrances: [ObjectID]) {
    var waiting = [root]
    var found: Set<ObjectID> = []
    var hindrances: [ObjectID] = []
    var visited: Set<ObjectID> = [root]
    while let id = waiting.popLast() {
      for dependent in dependents(of: id).sorted() where visited.insert(dependent).inserted {
        if isGone(dependent) { continue }
        switch verdict(on: dependent, of: id, isDropped: isDropped || id != root) {
        case .untouched: continue
        case .hindrance: hindrances.append(dependent)
        case .replaced:
          found.insert(dependent)
          waiting.append(dependent)
        }
      }
    }
    return (found, hindrances)
  }

  /// Whether an object is dropped for good, alone or with what it is a part of.
  private func isGone(_ id: ObjectID) -> Bool {
    if dropped.contains(id), !created.contains(id) { return true }
    return context.live[id]?.owner.map(isGone) ?? false
  }

  private enum Verdict { case untouched, replaced, hindrance }

  private func dependents(of id: ObjectID) -> Set<ObjectID> {
    context.facts.dependents[id] ?? []
  }

  private func verdict(on dependent: ObjectID, of id: ObjectID, isDropped: Bool) -> Verdict {
    // Its own parts go with it.
    if context.live[dependent]?.owner == id { return .untouched }
    let isDeclared = context.declared.contains(dependent)
    switch dispatch.dependence(of: dependent) {
    case .recreated: return isDeclared ? .replaced : .hindrance
    case .follows:
      guard isDropped else { return .untouched }
      // What stands on a dropped column of its own table goes with the column.
      let isOfSameTable = dependent.schema == id.schema && dependent.name == id.name
      if isOfSameTable, dispatch.dependence(of: id) == .holds { return .untouched }
      return isDeclared ? .replaced : .hindrance
    case .holds:
      guard isDropped else { return .untouched }
      // A declared object that is altered so that it no longer uses what is dropped is fine:
      // its change comes first, and the server refuses the drop if it still does.
      return isDeclared && !callsUnchanged(dependent, id) ? .untouched : .hindrance
    }
  }

  /// Whether a part that isn't altered (a column with its default) calls a dropped routine.
  ///
  /// Types take their columns along by their own statements.
  private func callsUnchanged(_ dependent: ObjectID, _ id: ObjectID) -> Bool {
    dispatch.kinds[id.kind]?.namespace == .routine && context.live[dependent]?.owner != nil
      && !altered.contains(dependent)
  }

  private mutating func take(_ id: ObjectID) {
    guard context.declared.contains(id) else { return drop(id) }
    replaced.insert(id)
    takeParts(of: id)
    dropped.insert(id)
    created.insert(id)
  }

  /// What nobody declares goes for good, with its parts.
  private mutating func drop(_ id: ObjectID) {
    dropped.insert(id)
    for part in context.live.parts(of: id) { drop(part) }
  }

  /// Gives up making an object with all its parts.
  mutating func leaveOut(_ id: ObjectID) {
    created.remove(id)
    for part in context.declared.parts(of: id) { leaveOut(part) }
  }

  /// Parts go with what they are part of: declared ones are made again as declared, others
  /// (a grant to a role that the project doesn't name) as they were.
  private mutating func takeParts(of id: ObjectID) {
    for part in context.declared.parts(of: id) {
      created.insert(part)
      if context.live.contains(part) { dropped.insert(part) }
      takeParts(of: part)
    }
    for part in context.live.parts(of: id) where !context.declared.contains(part) {
      let isDroppedAnyway = dropped.contains(part)
      dropped.insert(part)
      if !isDroppedAnyway { restored.append(part) }
      takeParts(of: part)
    }
  }
}
