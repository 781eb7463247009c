import SQLText
public import SchemaCore

/// Which of the declared hints are renames to be made, and which can't be used.
public struct RenameResolution: Sendable {
  /// A hint that can't be used, with the reason.
  public struct Problem: Sendable {
    public var hint: Declarations.Rename
    public var reason: String
  }

  public var renaming = Renaming()
  public var problems: [Problem] = []

  /// Creates the resolution of no hints.
  public init() {}
}

/// Tells from the live objects which hints are still to be followed.
///
/// A hint of which the new name is live is done. With neither name live it belongs to something
/// that this run makes at all, or it is wrong.
public func resolvedRenames(
  _ hints: [Declarations.Rename], declared: Snapshot, live: Snapshot, kinds: KindSet,
  defaultSchema: String
) -> RenameResolution {
  guard !hints.isEmpty else { return RenameResolution() }
  var resolver = RenameResolver(
    declared: declared, live: live, kinds: kinds, defaultSchema: defaultSchema)
  resolver.resolve(hints)
  return resolver.resolution
}

/// Goes through the hints from the outside in: schemas and roles, types and relations,
/// routines, then parts.
private struct RenameResolver {
  let declared: Snapshot
  let live: Snapshot
  let kinds: KindSet
  let defaultSchema: String
  var resolution = RenameResolution()
  private var back = Renaming()

  init(declared: Snapshot, live: Snapshot, kinds: KindSet, defaultSchema: String) {
    self.declared = declared
    self.live = live
    self.kinds = kinds
    self.defaultSchema = defaultSchema
  }

  mutating func resolve(_ hints: [Declarations.Rename]) {
    let stages = Dictionary(grouping: hints, by: stage)
    for stage in stages.keys.sorted() {
      take(stages[stage] ?? [])
      resolution.renaming.describe(live, declared: declared, kinds: kinds)
      back = resolution.renaming.reversed
    }
    resolution.renaming.takeDerivedNames(live: live, declared: declared, kinds: kinds)
  }

  private func stage(of hint: Declarations.Rename) -> Int {
    if hint.value != nil { return 3 }
    if declared[hint.object]?.isNamedPart == true { return 4 }
    if hint.object.schema.isEmpty { return 0 }
    return kinds[hint.object.kind]?.namespace == .routine ? 2 : 1
  }

  private mutating func take(_ hints: [Declarations.Rename]) {
    let formers = hints.map { former(of: $0) }
    let freed = Set(formers.compactMap(\.id))
    var claimed: Set<ObjectID> = []
    for (hint, former) in zip(hints, formers) {
      if hint.value != nil {
        takeValue(hint)
        continue
      }
      guard let id = former.id else {
        if !isLive(former.current), hasContext(hint) { reject(hint, "neither name is live") }
        continue
      }
      let isDone = isLive(former.current) && !freed.contains(former.current)
      if isDone {
        if live.contains(id), !declared.contains(declaredTwin(of: hint)) {
          reject(hint, "both names are live")
        }
      } else if declared.contains(declaredTwin(of: hint)),
        !hints.contains(where: { $0.object == declaredTwin(of: hint) })
      {
        reject(hint, "'\(hint.former)' is still declared")
      } else if !claimed.insert(id).inserted {
        reject(hint, "another object has the same name before")
      } else {
        add(hint, id)
      }
    }
  }

  private mutating func reject(_ hint: Declarations.Rename, _ reason: String) {
    resolution.problems.append(.init(hint: hint, reason: reason))
  }

  // MARK: Identities before

  private func isLive(_ id: ObjectID?) -> Bool { id.map(live.contains) ?? false }

  /// Returns the live object that a hint means, and the identity that its new name has live.
  private func former(
    of hint: Declarations.Rename
  ) -> (id: ObjectID?, current: ObjectID) {
    let id = hint.object
    var old = id
    var current = id
    if let object = declared[id], object.isNamedPart, let owner = object.owner {
      let outer = back.id(owner)
      (old.schema, old.name) = (outer.schema, outer.name)
      (current.schema, current.name) = (outer.schema, outer.name)
      old.member = hint.former
    } else {
      old.schema = back.schema(id.schema)
      current.schema = old.schema
      old.name = hint.former
    }
    if kinds[id.kind]?.namespace == .routine {
      return (routine(like: old), routine(like: current) ?? current)
    }
    return (live.contains(old) ? old : nil, current)
  }

  /// A routine's identity has its argument types, which may be called otherwise before.
  private func routine(like id: ObjectID) -> ObjectID? {
    live.ids.first { candidate in
      candidate.kind == id.kind && candidate.schema == id.schema && candidate.name == id.name
        && resolution.renaming.id(candidate).member == id.member
    }
  }

  /// The declared object that has the name before, if any.
  private func declaredTwin(of hint: Declarations.Rename) -> ObjectID {
    var id = hint.object
    if declared[id]?.isNamedPart == true {
      id.member = hint.former
    } else {
      id.name = hint.former
    }
    return id
  }

  /// Whether the object is missing from something that is there.
  private func hasContext(_ hint: Declarations.Rename) -> Bool {
    if let owner = declared[hint.object]?.owner { return live.contains(back.id(owner)) }
    return declared.objects.contains { id, object in
      object.owner == nil && !id.schema.isEmpty && live.contains(back.id(id))
        && (hint.object.schema.isEmpty || id.schema == hint.object.schema)
    }
  }

  // MARK: Taking

  private mutating func add(_ hint: Declarations.Rename, _ id: ObjectID) {
    let new = hint.object
    resolution.renaming.steps.append(.init(new, from: hint.former))
    let name = QualifiedName(schema: new.schema, name: new.name)
    switch kinds[new.kind]?.namespace ?? .none {
    case .schema: resolution.renaming.names.schemas[id.name] = new.name
    case .role: resolution.renaming.roles[id.name] = new.name
    case .relation:
      resolution.renaming.names.relations[id.qualifiedName] = name
      resolution.renaming.names.types[id.qualifiedName] = name
    case .type: resolution.renaming.names.types[id.qualifiedName] = name
    case .routine: resolution.renaming.names.routines[id.qualifiedName] = name
    case .column:
      resolution.renaming.names.columns[id.qualifiedName, default: [:]][id.member] = new.member
    case .none where declared[new]?.isNamedPart == true:
      resolution.renaming.members[id] = new.member
    case .collation: resolution.renaming.names.collations[id.qualifiedName] = name
    case .searchConfiguration:
      resolution.renaming.names.searchConfigurations[id.qualifiedName] = name
    case .searchDictionary:
      resolution.renaming.names.searchDictionaries[id.qualifiedName] = name
    case .none: resolution.renaming.members[id] = new.name
    }
  }

  private mutating func takeValue(_ hint: Declarations.Rename) {
    guard let new = hint.value, let type = live[back.id(hint.object)] else { return }
    let values = type.values
    if values.contains(new) {
      if values.contains(hint.former) { reject(hint, "both values are live") }
    } else if !values.contains(hint.former) {
      reject(hint, "neither value is live")
    } else {
      resolution.renaming.steps.append(.init(hint.object, from: hint.former, value: new))
      resolution.renaming.names.values[type.id.qualifiedName, default: [:]][hint.former] = new
    }
  }
}

extension Renaming {
  /// Tells the texts' rewriting what is there before, and finds every object's identity after.
  mutating func describe(_ live: Snapshot, declared: Snapshot, kinds: KindSet) {
    guard !isEmpty else { return }
    names.know(live, kinds: kinds)
    names.changeInheritedColumns(in: live)
    ids = [:]
    var all: [ObjectID: ObjectID] = [:]
    for (id, object) in live.objects { all[id] = object.renamed(by: self).id }
    ids = all
    // What hangs on another object finds that one's identity now.
    for (id, object) in live.objects where object.owner != nil {
      ids[id] = object.renamed(by: self).id
    }
  }

  /// Renames what is named after something that is renamed, where the project has it so.
  mutating func takeDerivedNames(live: Snapshot, declared: Snapshot, kinds: KindSet) {
    guard !isEmpty else { return }
    for (id, object) in live.objects {
      guard members[id] == nil, let name = object.derivedName(after: self) else { continue }
      let isPart = object.isNamedPart
      let current = self.id(id)
      guard name != (isPart ? current.member : current.name) else { continue }
      var new = current
      if isPart { new.member = name } else { new.name = name }
      guard declared.contains(new), !declared.contains(current) else { continue }
      steps.append(Step(new, from: isPart ? id.member : id.name))
      ids[id] = new
      if isPart || kinds[id.kind]?.namespace == Namespace.none {
        members[id] = name
      } else {
        names.relations[id.qualifiedName] = new.qualifiedName
      }
    }
  }
}

extension NameChanges {
  /// Learns which relations and columns there are before.
  mutating func know(_ snapshot: Snapshot, kinds: KindSet) {
    knownRelations = []
    knownColumns = [:]
    for id in snapshot.ids {
      switch kinds[id.kind]?.namespace {
      case .relation: knownRelations.insert(id.qualifiedName)
      case .column: knownColumns[id.qualifiedName, default: []].insert(id.member)
      default: break
      }
    }
    for (relation, source) in snapshot.columnSources {
      knownColumns[relation, default: []].formUnion(knownColumns[source] ?? [])
    }
  }

  /// Lets columns change with those that they are inherited from.
  fileprivate mutating func changeInheritedColumns(in snapshot: Snapshot) {
    guard !columns.isEmpty else { return }
    for (relation, source) in snapshot.columnSources {
      guard let changes = columns[source] else { continue }
      columns[relation, default: [:]].merge(changes) { own, _ in own }
    }
  }
}

extension Snapshot {
  /// Each relation with those above it whose columns it has, the nearest first.
  fileprivate var columnSources: [(relation: QualifiedName, source: QualifiedName)] {
    objects.flatMap { id, object in
      var above = object.columnSources
      var place = 0
      while place < above.count {
        for next in self[above[place]]?.columnSources ?? [] where !above.contains(next) {
          above.append(next)
        }
        place += 1
      }
      return above.map { (id.qualifiedName, $0.qualifiedName) }
    }
  }
}
