import SQLText
public import SchemaCore

extension OperationKind {
  static let createTable = OperationKind("create_table", .tables)
  static let alterTable = OperationKind("alter_table", .tables)
  static let dropTable = OperationKind("drop_table", .tables)
  static let enableRowSecurity = OperationKind("enable_rls", .rowSecurity)
  static let disableRowSecurity = OperationKind("disable_rls", .rowSecurity)
  static let forceRowSecurity = OperationKind("force_rls", .rowSecurity)
  static let disableForcedRowSecurity = OperationKind("disable_force_rls", .rowSecurity)
}

extension TableKind {
  public static func create(_ new: Table, in context: PlanContext) -> [Operation] {
    let creation = TableCreation(new, in: context.declared)
    var summary =
      new.partition.map { "partition of '\($0.parent)' \($0.bound)" }
      ?? "\(creation.columns.count) columns"
    if let key = new.partitionKey { summary += ", partitioned by \(key.definition)" }
    let operation = Operation(
      .createTable, new.id, [creation.statement] + creation.completion,
      // Unlike ATTACH, PARTITION OF holds the parent's readers and writers out.
      locks: new.partition.map { context.locks(.accessExclusive, on: Table.id($0.parent)) } ?? [],
      requires: new.partition.map { [Table.bounds(of: $0.parent)] } ?? [],
      provides: creation.provided,
      reversal: .statements([SQLFragment("DROP \(new.noun) \(new.name.sql)")]), summary: summary)
    var made = Table(name: new.name)
    made.storage = new.storage
    made.parents = new.parents
    return [operation] + storageChanges(from: made, to: new, in: context)
      + rowSecurity(from: made, to: new, in: context)
  }

  public static func drop(_ old: Table, in context: PlanContext) -> [Operation] {
    let circular = circularKeys(of: old, in: context)
    let parts = context.live.parts(of: old.id).filter { id in
      // A partition may stay, as a table of its own.
      !circular.contains { $0.id == id } && !(id.kind == .table && context.declared.contains(id))
    }
    let sequences = ColumnKind.keptSequences(of: Set(parts), in: context)
    let columns = context.live.parts(of: old.id, as: Column.self)
    return circular.flatMap { ForeignKeyKind.drop($0, in: context) } + [
      Operation(
        .dropTable, old.id,
        sequences.map(SequenceKind.parting)
          + [SQLFragment("DROP \(old.noun) \(old.name.sql)")],
        locks: [RelationLock(old.id, .accessExclusive)]
          + (old.partition.map { context.locks(.accessExclusive, on: Table.id($0.parent)) } ?? []),
        dataEffect: .destroys, isDestructive: true,
        provides: Set(sequences + (old.partition.map { [Table.bounds(of: $0.parent)] } ?? [])),
        releases: Set([old.id] + parts + columns.compactMap(\.identitySequence)),
        reversal: .impossible("the table's rows are not kept"), summary: size(of: old, in: context))
    ]
  }

  /// The foreign keys to dropped tables from which foreign keys lead back: such tables have no
  /// order in which each could go with its keys.
  private static func circularKeys(of table: Table, in context: PlanContext) -> [ForeignKey] {
    droppedKeys(of: table.name, in: context).filter { key in
      var waiting = [key.referencedTable]
      var seen = Set(waiting)
      while let name = waiting.popLast() {
        if name == table.name { return true }
        for next in droppedKeys(of: name, in: context).map(\.referencedTable)
        where seen.insert(next).inserted { waiting.append(next) }
      }
      return false
    }
  }

  /// The foreign keys of a dropped table to other dropped tables.
  private static func droppedKeys(
    of table: QualifiedName, in context: PlanContext
  ) -> [ForeignKey] {
    context.live.parts(of: Table.id(table), as: ForeignKey.self).filter {
      $0.referencedTable != table && context.isDropped(Table.id($0.referencedTable))
    }
  }

  public static func refusal(
    _ old: Table, into new: Table, in context: PlanContext
  ) -> String? {
    if let reason = foreignRefusal(old, into: new) { return reason }
    guard old.partitionKey != new.partitionKey else { return nil }
    return """
      PostgreSQL can't change how a table is partitioned (live: \(description(old.partitionKey)), \
      declared: \(description(new.partitionKey))): declare a new table and move the rows to it
      """
  }

  public static func alter(
    _ old: Table, into new: Table, in context: PlanContext
  ) -> [Operation] {
    partitioning(from: old, to: new, in: context)
      + foreignOptions(from: old, to: new, in: context)
      + persistence(from: old, to: new, in: context)
      + storageChanges(from: old, to: new, in: context)
      + rowSecurity(from: old, to: new, in: context)
  }

  /// The table is written anew, into the log or without it.
  private static func persistence(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    guard old.isUnlogged != new.isUnlogged else { return [] }
    func setting(_ isUnlogged: Bool) -> SQLFragment {
      SQLFragment("ALTER TABLE \(new.name.sql) SET \(isUnlogged ? "UNLOGGED" : "LOGGED")")
    }
    return [
      Operation(
        .alterTable, new.id, [setting(new.isUnlogged)],
        locks: context.locks(.accessExclusive, on: new.id), dataEffect: .rewrites,
        provides: [new.id], reversal: .statements([setting(old.isUnlogged)]),
        summary: new.isUnlogged ? "unlogged: its rows are lost in a crash" : "logged")
    ]
  }

  private static func rowSecurity(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    var operations: [Operation] = []
    func add(_ kind: OperationKind, _ action: String, back: String, _ isDestructive: Bool) {
      let alter = "ALTER TABLE \(new.name.sql)"
      operations.append(
        Operation(
          kind, new.id, [SQLFragment("\(alter) \(action) ROW LEVEL SECURITY")],
          locks: context.locks(.accessExclusive, on: new.id), isDestructive: isDestructive,
          requires: [new.id],
          reversal: .statements([SQLFragment("\(alter) \(back) ROW LEVEL SECURITY")])))
    }
    switch (old.hasRowSecurity, new.hasRowSecurity) {
    case (false, true): add(.enableRowSecurity, "ENABLE", back: "DISABLE", false)
    case (true, false): add(.disableRowSecurity, "DISABLE", back: "ENABLE", true)
    default: break
    }
    switch (old.forcesRowSecurity, new.forcesRowSecurity) {
    case (false, true): add(.forceRowSecurity, "FORCE", back: "NO FORCE", false)
    case (true, false): add(.disableForcedRowSecurity, "NO FORCE", back: "FORCE", false)
    default: break
    }
    return operations
  }

  private static func description(_ key: Table.PartitionKey?) -> String {
    key.map { "by \($0.definition)" } ?? "not at all"
  }

  private static func size(of table: Table, in context: PlanContext) -> String {
    guard let rows = context.facts.sizes[table.id]?.rows else { return "" }
    return "about \(rows) rows"
  }
}
