import SQLText
import SchemaCore

/// A circle of objects that each need the next.
struct DependencyCycle: Error {
  var objects: [ObjectID]
}

/// Puts operations into an order in which each finds what it needs.
///
/// Topological over requires, provides and releases; ties go by phase, kind and name, so the
/// order is total and the same on every machine.
struct OperationOrder {
  private let operations: [Operation]
  private let context: PlanContext
  private let kinds: KindSet
  private var providers: [ObjectID: [Int]] = [:]
  private var releasers: [ObjectID: [Int]] = [:]
  private var successors: [[Int]]
  private(set) var predecessors: [[Int]]
  private(set) var phases: [Phase]

  init(_ operations: [Operation], context: PlanContext, kinds: KindSet) {
    self.operations = operations
    self.context = context
    self.kinds = kinds
    successors = Array(repeating: [], count: operations.count)
    predecessors = Array(repeating: [], count: operations.count)
    phases = operations.map(\.kind.phase)
  }

  /// Returns the indexes of the operations in order.
  mutating func sorted() throws(DependencyCycle) -> [Int] {
    connect()
    pullAndPush(try topological())
    return try topological()
  }

  // MARK: Edges

  private mutating func connect() {
    for (index, operation) in operations.enumerated() {
      for id in operation.provides { providers[id, default: []].append(index) }
      for id in operation.releases { releasers[id, default: []].append(index) }
    }
    releaseParts()
    let names = NameIndex(context.declared, kinds: kinds, defaultSchema: context.defaultSchema)
    for index in operations.indices {
      connectRequirements(of: index, names)
      connectReleases(of: index)
      connectDependents(of: index)
    }
    connectNames()
    connectLoosened()
    connectSequences()
  }

  /// Parts that have no operation of their own leave with what they are part of.
  private mutating func releaseParts() {
    let explicit = releasers
    for (id, indexes) in explicit {
      var waiting = context.live.parts(of: id)
      while let part = waiting.popLast() {
        guard explicit[part] == nil else { continue }
        releasers[part, default: []] += indexes
        waiting += context.live.parts(of: part)
      }
    }
  }

  private mutating func edge(from first: Int, to second: Int) {
    guard first != second else { return }
    successors[first].append(second)
    predecessors[second].append(first)
  }

  private mutating func connectRequirements(of index: Int, _ names: NameIndex) {
    let operation = operations[index]
    var required = operation.requires
    let subjects = operation.provides.union([operation.object])
    // What is only called otherwise needs nothing that the plan makes.
    let isRename = operation.kind.phase == .renames
    let isRelease = operation.releases.contains(operation.object.loosened)
    if !isRelease, !isRename, operation.kind.effect != .drop || !operation.provides.isEmpty {
      for subject in subjects {
        guard let object = context.declared[subject] ?? context.live[subject] else { continue }
        if let owner = object.owner { required.insert(owner) }
        for reference in object.references {
          required.formUnion(names.objects(for: reference, from: subject.schema))
        }
      }
    }
    // What a partition has from its parent can't change before it has left.
    if let owner = context.live[operation.object]?.owner, leavesOwner(owner) {
      required.insert(owner)
    }
    required.subtract(operation.provides)
    for id in required.sorted() {
      for provider in providers[id] ?? [] { edge(from: provider, to: index) }
    }
  }

  /// Whether an object is part of another now and not after the run.
  private func leavesOwner(_ id: ObjectID) -> Bool {
    guard let owner = context.live[id]?.owner, let declared = context.declared[id] else {
      return false
    }
    return declared.owner != owner
  }

  /// What is dropped and made again is dropped first.
  private mutating func connectReleases(of index: Int) {
    for id in operations[index].releases {
      for provider in providers[id] ?? [] where !operations[provider].releases.contains(id) {
        edge(from: index, to: provider)
      }
    }
  }

  /// What lets go of a routine does so before its drop, and takes it up again after.
  private mutating func connectLoosened() {
    for (holder, routines) in context.loosened {
      let (first, last) = (releasers[holder.loosened] ?? [], providers[holder] ?? [])
      for release in first { for index in last { edge(from: release, to: index) } }
      for drop in routines.flatMap({ releasers[$0] ?? [] }) {
        for release in first { edge(from: release, to: drop) }
        for index in last { edge(from: drop, to: index) }
      }
    }
  }

  /// A relation, type or routine leaves before another kind of object gets its name.
  private mutating func connectNames() {
    var leavers: [ObjectID: [(id: ObjectID, index: Int)]] = [:]
    for (id, indexes) in releasers {
      guard let name = kinds.sharedName(of: id) else { continue }
      leavers[name, default: []] += indexes.map { (id, $0) }
    }
    guard !leavers.isEmpty else { return }
    for (id, indexes) in providers {
      guard let name = kinds.sharedName(of: id) else { continue }
      for leaver in leavers[name] ?? [] where leaver.id != id {
        for index in indexes { edge(from: leaver.index, to: index) }
      }
    }
  }

  /// Live dependents leave, or stop using it, before what they use is dropped or changed.
  private mutating func connectDependents(of index: Int) {
    let operation = operations[index]
    for id in operation.releases {
      for dependent in context.facts.dependents[id] ?? []
      where context.loosened[dependent]?.contains(id) != true {
        for releaser in releasers[dependent] ?? [] { edge(from: releaser, to: index) }
        // What goes along with something else and is made again later isn't changed before.
        guard (releasers[dependent] ?? []).isEmpty, !context.isCreated(dependent) else { continue }
        for provider in providers[dependent] ?? [] { edge(from: provider, to: index) }
      }
    }
    guard operation.kind.phase != .renames else { return }
    // What leaves its owner disturbs nobody by that.
    for id in operation.provides where operation.releases.isEmpty && !leavesOwner(id) {
      for dependent in context.facts.dependents[id] ?? [] {
        for releaser in releasers[dependent] ?? [] { edge(from: releaser, to: index) }
      }
    }
  }

  /// Operations of one object keep the order in which its kind gave them.
  private mutating func connectSequences() {
    var last: [ObjectID: Int] = [:]
    for (index, operation) in operations.enumerated() {
      let isDrop = !operation.releases.isEmpty && operation.provides.isEmpty
      if !isDrop, let previous = last[operation.object] { edge(from: previous, to: index) }
      if !isDrop { last[operation.object] = index }
    }
  }

  // MARK: Phases

  /// Needs are pulled to where they are needed; what needs something late comes late.
  ///
  /// A floating operation pulls its needs only as early as something fixed needs it itself.
  private mutating func pullAndPush(_ order: [Int]) {
    var limits = phases
    for index in order.reversed() {
      let operation = operations[index]
      if operation.kind.isFloating {
        limits[index] = successors[index].map { limits[$0] }.min() ?? .postScripts
      } else {
        limits[index] = phases[index]
      }
      guard operation.transactionality != .ownTransaction else { continue }
      for need in predecessors[index] where phases[need] > limits[index] && isPullable(need) {
        phases[need] = limits[index]
      }
    }
    for index in order {
      for need in predecessors[index] where phases[need] > phases[index] {
        phases[index] = phases[need]
      }
    }
  }

  /// What runs outside, or stands on what does, can't come before it.
  private func isPullable(_ index: Int) -> Bool {
    operations[index].transactionality == .inTransaction
      && !predecessors[index].contains { operations[$0].transactionality == .outside }
  }

  // MARK: Sorting

  private func topological() throws(DependencyCycle) -> [Int] {
    let ranks = ranks()
    var open = predecessors.map(\.count)
    var ready = Heap()
    for index in operations.indices where open[index] == 0 { ready.push(ranks[index], index) }
    var order: [Int] = []
    order.reserveCapacity(operations.count)
    while let index = ready.pop() {
      order.append(index)
      for next in successors[index] {
        open[next] -= 1
        if open[next] == 0 { ready.push(ranks[next], next) }
      }
    }
    guard order.count == operations.count else { throw cycle(among: open) }
    return order
  }

  /// Returns each operation's place in the order that phases, kinds and names alone give.
  private func ranks() -> [Int] {
    let keys = operations.indices.map { index in
      let operation = operations[index]
      return (
        phase: phases[index].rawValue,
        late: operation.transactionality == .ownTransaction ? 1 : 0,
        outside: operation.transactionality == .outside ? 1 : 0,
        kind: kinds.rank(of: operation.object.kind)
      )
    }
    let byName = operations.indices.sorted { left, right in
      let (a, b) = (keys[left], keys[right])
      if a.late != b.late { return a.late < b.late }
      if (a.phase, a.outside, a.kind) != (b.phase, b.outside, b.kind) {
        return (a.phase, a.outside, a.kind) < (b.phase, b.outside, b.kind)
      }
      let (first, second) = (operations[left].object, operations[right].object)
      return first == second ? left < right : first < second
    }
    var ranks = Array(repeating: 0, count: operations.count)
    for (rank, index) in byName.enumerated() { ranks[index] = rank }
    return ranks
  }

  private func cycle(among open: [Int]) -> DependencyCycle {
    var index = open.firstIndex { $0 > 0 } ?? 0
    var path: [Int] = []
    var places: [Int: Int] = [:]
    while places[index] == nil {
      places[index] = path.count
      path.append(index)
      guard let next = predecessors[index].first(where: { open[$0] > 0 }) else { break }
      index = next
    }
    let circle = path[(places[index] ?? 0)...].map { operations[$0].object }
    return DependencyCycle(objects: circle)
  }
}

/// A binary heap of indexes by rank, least first.
private struct Heap {
  private var items: [(rank: Int, index: Int)] = []

  mutating func push(_ rank: Int, _ index: Int) {
    items.append((rank, index))
    var child = items.count - 1
    while child > 0, items[child].rank < items[(child - 1) / 2].rank {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      sink()
    }
    return first.index
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child].rank < items[least].rank { least = child }
      if least == parent { return }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
