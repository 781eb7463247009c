import SQLText
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
  /// Objects that let go of routines which are made again, with these.
  var loosened: [ObjectID: Set<ObjectID>] = [:]
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
        let hindrances = effects(of: id, isDropped: true).hindrances
        if hindrances.isEmpty { continue }
        hindered[id] = hindrances
        dropped.remove(id)
        isChanged = true
      }
    }
  }

  /// Follows a drop for good to the dependents that are made again, and to its own parts.
  mutating func follow(dropOf root: ObjectID) {
    follow(effects(of: root, isDropped: true))
    takeParts(of: root)
  }

  /// Follows a change that its dependents can't live through; true where it can be made.
  mutating func replace(_ root: ObjectID, isDropped: Bool) -> Bool {
    let effects = effects(of: root, isDropped: isDropped)
    guard effects.hindrances.isEmpty else {
      hindered[root] = effects.hindrances
      return false
    }
    if isDropped { take(root) }
    follow(effects)
    return true
  }

  private mutating func follow(_ effects: Effects) {
    for id in effects.replaced.sorted() { take(id) }
    for (id, used) in effects.loosened { loosened[id, default: []].formUnion(used) }
  }

  /// What a drop or a change means for the objects that use it.
  private struct Effects {
    /// Dependents that are made again.
    var replaced: Set<ObjectID> = []
    /// Dependents that let go of what they use for the time, with this.
    var loosened: [ObjectID: Set<ObjectID>] = [:]
    /// Dependents that bar the change.
    var hindrances: [ObjectID] = []
  }

  private func effects(of root: ObjectID, isDropped: Bool) -> Effects {
    var waiting = [root]
    var effects = Effects()
    var visited: Set<ObjectID> = [root]
    while let id = waiting.popLast() {
      for dependent in dependents(of: id).sorted() {
        if effects.loosened[dependent] != nil, isRemadeRoutine(id) {
          effects.loosened[dependent]?.insert(id)
        }
        guard visited.insert(dependent).inserted, !isGone(dependent) else { continue }
        switch verdict(on: dependent, of: id, isDropped: isDropped || id != root) {
        case .untouched: continue
        case .computed: waiting.append(dependent)
        case .hindrance: effects.hindrances.append(dependent)
        case .replaced:
          effects.replaced.insert(dependent)
          waiting.append(dependent)
        case .loosened(let removesObject):
          effects.loosened[dependent, default: []].insert(id)
          if removesObject { waiting.append(dependent) }
        }
      }
    }
    return effects
  }

  /// Whether an object is dropped for good, alone or with what it is a part of.
  private func isGone(_ id: ObjectID) -> Bool {
    if dropped.contains(id), !created.contains(id) { return true }
    return context.live[id]?.owner.map(isGone) ?? false
  }

  private enum Verdict {
    case untouched, replaced, hindrance
    /// Its owner has it leave and come back with the changed part; what stands on it must go.
    case computed
    case loosened(removesObject: Bool)
  }

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
      guard isDropped else {
        let owner = context.live[dependent]?.owner
        return owner != nil && owner == context.live[id]?.owner ? .computed : .untouched
      }
      guard isDeclared else { return .hindrance }
      // A part that holds a type is moved to the new one as by a change of its own.
      if dispatch.kinds[id.kind]?.namespace == .type, context.live[dependent]?.owner != nil {
        return .computed
      }
      if isRemadeRoutine(id), calls(dependent, id), let loosening = dispatch.loosening(dependent) {
        return .loosened(removesObject: loosening.removesObject)
      }
      // A declared object that is altered so that it no longer uses what is dropped is fine:
      // its change comes first, and the server refuses the drop if it still does.
      return callsUnchanged(dependent, id) ? .hindrance : .untouched
    }
  }

  /// Whether an object is a routine that is there again after its drop, perhaps with arguments
  /// of other types.
  private func isRemadeRoutine(_ id: ObjectID) -> Bool {
    guard dispatch.kinds[id.kind]?.namespace == .routine else { return false }
    return context.declared.contains(id)
      || created.contains {
        $0.kind == id.kind && $0.name == id.name && $0.schema == id.schema
      }
  }

  /// Whether an object as declared may call a routine, by its name.
  private func calls(_ dependent: ObjectID, _ id: ObjectID) -> Bool {
    context.declared[dependent]?.references.contains { reference in
      guard case .routine(let name) = reference else { return false }
      return name.name == id.name
    } ?? false
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
