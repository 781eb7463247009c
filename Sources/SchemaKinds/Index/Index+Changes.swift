import SQLText
public import SchemaCore

extension OperationKind {
  static let addIndex = OperationKind("add_index", .indexes, isFloating: true)
  static let addUniqueIndex = OperationKind("add_unique_index", .indexes, isFloating: true)
  static let dropIndex = OperationKind("drop_index", .indexes)
}

extension IndexKind {
  public static func create(_ new: Index, in context: PlanContext) -> [Operation] {
    guard let relation = new.owner else { return [] }
    if context.isReplaced(new.id), standsOnChangedType(new, in: context) {
      return [plainCreation(of: new, in: context)]
    }
    if context.isCreated(relation) || hasNoPartitions(new, in: context) {
      return [plainCreation(of: new, in: context)]
    }
    if isPartitioned(new, in: context) {
      guard let build = PartitionedBuild(new, as: new.name, in: context) else {
        return [plainCreation(of: new, in: context)]
      }
      return [onlineCreation(of: new, build.statements, in: context)]
    }
    return [onlineCreation(of: new, [new.creation(.concurrent)], in: context)]
  }

  public static func drop(_ old: Index, in context: PlanContext) -> [Operation] {
    let isLeftover = old.name.hasPrefix(Index.replacementPrefix)
    let isReplaced = context.isCreated(old.id)
    let isPlain =
      isPartitioned(old, in: context) || isReplaced && standsOnChangedType(old, in: context)
    let lock = isPlain ? LockMode.accessExclusive : .shareUpdateExclusive
    return [
      Operation(
        .dropIndex, old.id, [old.removal(concurrently: !isPlain, ifExists: isLeftover)],
        transactionalForm: [old.removal(concurrently: false, ifExists: isLeftover)],
        locks: old.owner.map { [RelationLock($0, lock)] } ?? [],
        transactionality: isPlain ? .inTransaction : .outside,
        isDestructive: !isLeftover && !isReplaced, releases: [old.id],
        reversal: .statements([old.creation(isPlain ? .plain : .concurrent)]),
        summary: isLeftover ? "left by an interrupted run" : old.summary)
    ]
  }

  /// The changed index is built beside the old one and takes its place, so that there is an
  /// index at every moment; an INVALID one is of no use to anybody and goes first.
  public static func alter(_ old: Index, into new: Index, in context: PlanContext) -> [Operation] {
    if old.isValid, old.hasDefinition(of: new) { return settings(from: old, to: new, in: context) }
    let restored = comment(on: new, in: context)
    guard !isPartitioned(new, in: context) else {
      return partitionedAlteration(of: old, into: new, restored, in: context)
    }
    if !old.isValid {
      var operation = onlineCreation(
        of: new, [old.removal(concurrently: true), new.creation(.concurrent)] + restored,
        in: context)
      operation.transactionalForm = [old.removal(concurrently: false), new.creation(.plain)]
      operation.summary = "rebuilt, since it was left INVALID: \(new.summary)"
      operation.reversal = .impossible("it was INVALID before")
      return [operation]
    }
    let temporary = new.replacementName
    var operation = onlineCreation(
      of: new,
      [
        new.removal(concurrently: true, ifExists: true, of: temporary),
        new.creation(.concurrent, as: temporary),
        old.removal(concurrently: true),
        rename(temporary, to: new),
      ] + restored, in: context)
    operation.transactionalForm = [old.removal(concurrently: false), new.creation(.plain)]
    operation.summary = "\(old.summary) → \(new.summary), built beside the old one"
    operation.reversal = .impossible("the former definition is built by its own project")
    return [operation]
  }

  // MARK: Operations

  /// What can be changed of an index that stays: how it is stored, and what is sampled for it.
  private static func settings(
    from old: Index, to new: Index, in context: PlanContext
  ) -> [Operation] {
    let table = new.owner ?? new.id
    let storage = alterIndexStorage(
      of: new.id, named: new.qualifiedName, on: table, from: old.storage, to: new.storage,
      in: context)
    let targets = new.targets(from: old)
    guard !targets.isEmpty else { return storage.map { [$0] } ?? [] }
    let statistics = Operation(
      .alterIndex, new.id, targets, locks: context.locks(.shareUpdateExclusive, on: table),
      provides: [new.id], reversal: .statements(old.targets(from: new)),
      summary: "statistics targets")
    return (storage.map { [$0] } ?? []) + [statistics]
  }

  private static func kind(of index: Index) -> OperationKind {
    index.isUnique ? .addUniqueIndex : .addIndex
  }

  private static func plainCreation(of new: Index, in context: PlanContext) -> Operation {
    let locks = new.owner.map { context.locks(.share, on: $0) } ?? []
    return Operation(
      kind(of: new), new.id, [new.creation(.plain)] + new.targets(from: nil), locks: locks,
      dataEffect: locks.isEmpty ? .preserves : .scans, provides: [new.id],
      reversal: .statements([new.removal(concurrently: false)]), summary: new.summary)
  }

  private static func onlineCreation(
    of new: Index, _ statements: [SQLFragment], in context: PlanContext
  ) -> Operation {
    let isPartitioned = isPartitioned(new, in: context)
    let mode = isPartitioned ? LockMode.share : .shareUpdateExclusive
    return Operation(
      kind(of: new), new.id, statements + new.targets(from: nil),
      transactionalForm: [new.creation(.plain)],
      locks: new.owner.map { context.locks(mode, on: $0) } ?? [], transactionality: .outside,
      dataEffect: .scans, provides: [new.id],
      reversal: .statements([new.removal(concurrently: !isPartitioned)]), summary: new.summary)
  }

  private static func partitionedAlteration(
    of old: Index, into new: Index, _ restored: [SQLFragment], in context: PlanContext
  ) -> [Operation] {
    let temporary = new.replacementName
    let build =
      hasNoPartitions(new, in: context)
      ? nil : PartitionedBuild(new, as: temporary, in: context)
    var swap = Operation(
      kind(of: new), new.id,
      [old.removal(concurrently: false), new.creation(.plain)] + new.targets(from: nil) + restored,
      locks: new.owner.map { context.locks(.accessExclusive, on: $0) } ?? [],
      dataEffect: .scans, provides: [new.id],
      reversal: .impossible("the former definition is built by its own project"),
      summary: "\(old.summary) → \(new.summary)")
    guard let build else { return [swap] }
    var addition = onlineCreation(
      of: new,
      [new.removal(concurrently: false, ifExists: true, of: temporary)] + build.statements,
      in: context)
    addition.transactionalForm = [new.creation(.plain, as: temporary)]
    addition.summary = "\(new.summary), built beside the old one"
    addition.reversal = .statements([new.removal(concurrently: false, of: temporary)])
    swap.statements =
      [old.removal(concurrently: false), rename(temporary, to: new)] + new.targets(from: nil)
      + restored
    swap.dataEffect = .preserves
    swap.summary = "takes the old one's place"
    return [addition, swap]
  }

  private static func rename(_ temporary: String, to index: Index) -> SQLFragment {
    let name = QualifiedName(schema: index.table.schema, name: temporary)
    return SQLFragment("ALTER INDEX \(name.sql) RENAME TO \(quotedIdentifier(index.name))")
  }

  /// A comment belongs to the index's OID, so an index that takes a name over has none.
  private static func comment(on index: Index, in context: PlanContext) -> [SQLFragment] {
    guard
      let comment = context.live.object(Comment.id(on: index.id), as: Comment.self)
    else { return [] }
    return [
      SQLFragment("COMMENT ON INDEX \(index.qualifiedName.sql) IS \(quotedLiteral(comment.text))")
    ]
  }

  // MARK: Partitioned tables

  private static func isPartitioned(_ index: Index, in context: PlanContext) -> Bool {
    guard let id = index.owner else { return false }
    return context.live.object(id, as: Table.self)?.partitionKey != nil
  }

  private static func hasNoPartitions(_ index: Index, in context: PlanContext) -> Bool {
    guard let id = index.owner else { return false }
    return isPartitioned(index, in: context)
      && context.facts.partitionsByParent[id, default: []].isEmpty
  }
}
