import SQLText
import SchemaCore

/// What the changes become: operations not yet in order, and those left out.
struct OperationList {
  var operations: [Operation] = []
  var blocked: [BlockedOperation] = []
  var context: PlanContext
  /// Why a declared change can't be made at all.
  var refusals: [(id: ObjectID, reason: String)] = []
}

/// Turns changes into operations: decides what is replaced, dropped, and blocked.
struct OperationBuilder {
  let changes: ChangeSet
  let options: PlanOptions
  let kinds: KindSet
  private(set) var list: OperationList

  init(changes: ChangeSet, context: PlanContext, kinds: KindSet, options: PlanOptions) {
    self.changes = changes
    self.options = options
    self.kinds = kinds
    list = OperationList(context: context)
    list.context.created = Set(changes.created)
  }

  private var dispatch: KindDispatch { KindDispatch(kinds: kinds, context: list.context) }

  mutating func build() {
    let drops = allowedDrops()
    var replacement = Replacement(
      changes: changes, drops: drops, dispatch: KindDispatch(kinds: kinds, context: list.context))
    replacement.leaveOutHinderedDrops()
    let replacedRoots = replace(in: &replacement)
    for id in drops.sorted() where replacement.hindered[id] == nil {
      replacement.follow(dropOf: id)
    }
    leaveOutTakenNames(in: &replacement)
    list.context.created = replacement.created
    list.context.dropped = replacement.dropped
    list.context.loosened = replacement.loosened.filter { !replacement.created.contains($0.key) }
    list.operations += renames()
    addDrops(drops, replacement)
    addReplacements(replacement, roots: replacedRoots)
    addCreations(replacement)
    addLoosenings()
    addAlterations(replacement, roots: replacedRoots)
  }

  // MARK: Drops

  private mutating func allowedDrops() -> Set<ObjectID> {
    var allowed: Set<ObjectID> = []
    for id in changes.dropped {
      let operations = dispatch.drop(id)
      let isBlocked =
        operations.contains { $0.isDestructive } && !options.allowsDestructive
        && !options.isDisposable(id)
      if isBlocked {
        let question = renameQuestion(about: id).map { "; \($0)" } ?? ""
        list.blocked += operations.map {
          BlockedOperation(
            $0, reason: destructionReason($0) + question, flag: "--allow-destructive")
        }
      } else {
        allowed.insert(id)
      }
    }
    return allowed
  }

  private mutating func addDrops(_ drops: Set<ObjectID>, _ replacement: Replacement) {
    for id in changes.dropped where drops.contains(id) {
      let operations = dispatch.drop(id)
      if let holders = replacement.hindered[id] {
        block(operations, heldBy: holders)
        continue
      }
      // A part goes with what it is part of.
      if let owner = list.context.live[id]?.owner, replacement.dropped.contains(owner) { continue }
      list.operations += operations
    }
  }

  // MARK: Replacements

  /// Decides about objects that can only be changed by dropping them.
  private mutating func replace(in replacement: inout Replacement) -> Set<ObjectID> {
    var roots: Set<ObjectID> = []
    for id in changes.altered {
      if let reason = dispatch.refusal(id) {
        list.refusals.append((id, reason))
        roots.insert(id)
        continue
      }
      let mustReplace = dispatch.needsReplacement(id)
      guard mustReplace || dispatch.disturbsDependents(id) else { continue }
      if mustReplace { roots.insert(id) }
      let drops = mustReplace ? dispatch.drop(id) : []
      if mustReplace, dispatch.losesByReplacement(id), !options.allowsDestructive {
        roots.insert(id)
        list.blocked += drops.map {
          BlockedOperation(
            $0, reason: "the \(id.kind) must be dropped and made again",
            flag: "--allow-destructive")
        }
        continue
      }
      if !replacement.replace(id, isDropped: mustReplace) {
        roots.insert(id)
        block(mustReplace ? drops : dispatch.alter(id), heldBy: replacement.hindered[id] ?? [])
      }
    }
    return roots
  }

  private mutating func addReplacements(_ replacement: Replacement, roots: Set<ObjectID>) {
    for id in replacement.replaced.sorted() {
      if let owner = list.context.live[id]?.owner, replacement.replaced.contains(owner) { continue }
      list.operations += dispatch.drop(id).map { operation in
        var copy = operation
        copy.isDestructive =
          operation.isDestructive && roots.contains(id) && dispatch.losesByReplacement(id)
        return copy
      }
    }
    // What is dropped for good takes its undeclared parts with it.
    var remade = replacement.created
    for id in replacement.restored {
      guard let object = list.context.live[id], let owner = object.owner, remade.contains(owner)
      else { continue }
      remade.insert(id)
      list.operations += dispatch.create(id, from: object)
    }
  }

  // MARK: Creations and alterations

  /// Leaves out relations and types whose name is that of a live one which stays.
  private mutating func leaveOutTakenNames(in replacement: inout Replacement) {
    let holders = keptNames(replacement)
    guard !holders.isEmpty else { return }
    for id in changes.created {
      guard let name = kinds.sharedName(of: id), let holder = holders[name],
        let object = list.context.declared[id]
      else { continue }
      let isHindered = replacement.hindered[holder.id] != nil
      let words =
        holder.named == holder.id ? "\(holder.id)" : "\(holder.named) of \(holder.id)"
      list.blocked += dispatch.create(id, from: object).map {
        BlockedOperation(
          $0, reason: "\(words) has its name", flag: isHindered ? nil : "--allow-destructive")
      }
      replacement.leaveOut(id)
    }
  }

  /// Returns the names that drops and changes would free which the plan leaves out, with what
  /// has each and what it goes with: an identity column's sequence is no object of its own.
  private func keptNames(
    _ replacement: Replacement
  ) -> [ObjectID: (named: ObjectID, id: ObjectID)] {
    var blocked = changes.dropped.filter { !replacement.dropped.contains($0) }
      .map { ($0, dispatch.drop($0)) }
    if !options.allowsDestructive {
      blocked += changes.altered.map { id in (id, dispatch.alter(id).filter(\.isDestructive)) }
    }
    var holders: [ObjectID: (named: ObjectID, id: ObjectID)] = [:]
    for (id, operations) in blocked {
      for released in operations.flatMap(\.releases).sorted() {
        guard let name = kinds.sharedName(of: released) else { continue }
        // What has the name itself says more than what it is part of.
        if holders[name] == nil || released == id { holders[name] = (released, id) }
      }
    }
    return holders
  }

  private mutating func addCreations(_ replacement: Replacement) {
    for (id, object) in list.context.declared.objects where replacement.created.contains(id) {
      let isRemade = list.context.live.contains(id)
      let wanted = isRemade ? list.context.written?[id] ?? object : object
      list.operations += dispatch.create(id, from: wanted)
    }
  }

  /// Adds what lets go of replaced routines and takes them up again.
  ///
  /// An alteration that is blocked stays out: then the object comes back as it was.
  private mutating func addLoosenings() {
    for id in list.context.loosened.keys.sorted() {
      guard let loosening = dispatch.loosening(id) else { continue }
      list.operations.append(loosening.release)
      let blocked = loosening.restoration.filter { $0.isDestructive && !options.allowsDestructive }
      if blocked.isEmpty {
        list.operations += loosening.restoration
        continue
      }
      list.blocked += blocked.map {
        BlockedOperation($0, reason: destructionReason($0), flag: "--allow-destructive")
      }
      let former = list.context.live[id].flatMap { dispatch.loosening(id, as: $0) }
      list.operations += former?.restoration ?? []
    }
  }

  private mutating func addAlterations(_ replacement: Replacement, roots: Set<ObjectID>) {
    for id in changes.altered
    where !roots.contains(id) && !replacement.created.contains(id)
      && list.context.loosened[id] == nil
    {
      for operation in dispatch.alter(id) {
        if operation.isDestructive, !options.allowsDestructive {
          list.blocked.append(
            BlockedOperation(
              operation, reason: destructionReason(operation), flag: "--allow-destructive"))
        } else {
          list.operations.append(operation)
        }
      }
    }
  }

  private mutating func block(_ operations: [Operation], heldBy holders: [ObjectID]) {
    let names = holders.sorted().map(\.description).joined(separator: ", ")
    let isDeclared = holders.contains { list.context.declared.contains($0) }
    let users = isDeclared ? "objects that stay" : "undeclared objects"
    list.blocked += operations.map {
      BlockedOperation(
        $0, reason: "\(users) use it: \(names)", flag: nil)
    }
  }

  private func destructionReason(_ operation: Operation) -> String {
    switch operation.dataEffect {
    case .destroys: "destroys data"
    case .rewrites: "may lose data"
    default: operation.kind.effect == .drop ? "removes an object" : "may lose data"
    }
  }
}
