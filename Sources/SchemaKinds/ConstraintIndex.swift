import SQLText
public import SchemaCore

/// The unique index that a primary key or a unique constraint of a live table is made from.
///
/// It is built CONCURRENTLY under a name of its own beside the constraint that it may replace;
/// ADD CONSTRAINT ... USING INDEX then gives it the constraint's name.
struct ConstraintIndex {
  let table: QualifiedName
  let constraint: ObjectID
  let columns: [String]
  let include: [String]
  let nullsNotDistinct: Bool
  let storage: StorageParameters

  init(_ key: PrimaryKey) {
    table = key.table
    constraint = key.id
    columns = key.columns
    include = key.include
    nullsNotDistinct = false
    storage = key.storage
  }

  init(_ unique: UniqueConstraint) {
    table = unique.table
    constraint = unique.id
    columns = unique.columns
    include = unique.include
    nullsNotDistinct = unique.nullsNotDistinct
    storage = unique.storage
  }

  /// The name while it is built; a leftover under it is known as the tool's own.
  var name: String { truncatedIdentifier(Index.replacementPrefix + constraint.member) }

  var id: ObjectID { ConstraintIndex.id(name, of: table) }

  static func id(_ name: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.index, schema: table.schema, table.name, member: name)
  }

  /// Whether it can be there before the constraint that it takes the place of goes.
  ///
  /// A column's change waits until the old constraint is gone, and the index for the change.
  func standsBesideFormer(in context: PlanContext) -> Bool {
    !(columns + include).contains { name in
      let id = Column.id(name, of: table)
      guard let live = context.live.object(id, as: Column.self),
        var declared = context.declared.object(id, as: Column.self)
      else { return false }
      // NOT NULL is the last thing that a column gets.
      if live.isNullable { declared.isNullable = true }
      return live != declared
    }
  }

  /// The index's identity where what it replaces waits for it.
  func besideFormer(in context: PlanContext) -> ObjectID? {
    !context.isPartitioned(table) && standsBesideFormer(in: context) ? id : nil
  }

  /// The operation that builds the index; what an interrupted run left goes first.
  func build(in context: PlanContext) -> Operation {
    let usurper = ConstraintIndex.id(constraint.member, of: table)
    let leftovers = [id, usurper].filter(context.live.contains)
    let drop = SQLFragment("DROP INDEX CONCURRENTLY \(qualified(name))")
    return Operation(
      .addUniqueIndex, constraint,
      leftovers.map { removal(of: $0, concurrently: true) } + [creation(concurrently: true)],
      transactionalForm: leftovers.map { removal(of: $0, concurrently: false) }
        + [creation(concurrently: false)],
      locks: context.locks(.shareUpdateExclusive, on: Table.id(table)),
      transactionality: .outside, dataEffect: .scans, provides: Set([id] + leftovers),
      reversal: .statements([drop]), summary: summary(leftovers))
  }

  private func summary(_ leftovers: [ObjectID]) -> String {
    let list = "(\(columns.joined(separator: ", ")))"
    if leftovers.isEmpty { return list }
    return "\(list), after index '\(leftovers[0].member)' of an interrupted run is dropped"
  }

  private func creation(concurrently: Bool) -> SQLFragment {
    let distinction = nullsNotDistinct ? " NULLS NOT DISTINCT" : ""
    return SQLFragment(
      "CREATE UNIQUE INDEX \(concurrently ? "CONCURRENTLY " : "")\(quotedIdentifier(name)) "
        + "ON \(table.sql) "
        + ConstraintSQL.list(columns) + ConstraintSQL.including(include) + distinction
        + storage.clause)
  }

  private func removal(of index: ObjectID, concurrently: Bool) -> SQLFragment {
    // The index kind may have dropped it as undeclared before.
    SQLFragment(
      "DROP INDEX \(concurrently ? "CONCURRENTLY " : "")IF EXISTS \(qualified(index.member))")
  }

  private func qualified(_ name: String) -> String {
    QualifiedName(schema: table.schema, name: name).sql
  }
}

extension IndexKind {
  /// An index that has the name of a constraint to be made is dropped by the constraint's own
  /// operations: it would keep the name from it.
  public static func isDropCandidate(_ live: Index, in context: PlanContext) -> Bool {
    let kinds: [KindID] = [.primaryKey, .uniqueConstraint]
    let isMerged = context.isMerged(live, of: live.table) { (parents: Index, own: Index) in
      var twin = own
      twin.table = parents.table
      twin.name = parents.name
      return twin == parents
    }
    return !isMerged && !PartitionKeys.isLeftover(live, in: context)
      && !kinds.contains { kind in
        context.declared.contains(
          ObjectID(kind, schema: live.table.schema, live.table.name, member: live.name))
      }
  }
}
