import SQLText
public import SchemaCore

extension OperationKind {
  static let createTable = OperationKind("create_table", .tables)
  static let dropTable = OperationKind("drop_table", .tables)
  static let enableRowSecurity = OperationKind("enable_rls", .rowSecurity)
  static let disableRowSecurity = OperationKind("disable_rls", .rowSecurity)
  static let forceRowSecurity = OperationKind("force_rls", .rowSecurity)
  static let disableForcedRowSecurity = OperationKind("disable_force_rls", .rowSecurity)
}

extension TableKind {
  public static func create(_ new: Table, in context: PlanContext) -> [Operation] {
    let creation = TableCreation(new, in: context.declared)
    var summary = "\(creation.columns.count) columns"
    if let key = new.partitionKey {
      summary += ", partitioned by \(key.strategy) (\(key.columns.joined(separator: ", ")))"
    }
    let operation = Operation(
      .createTable, new.id, [creation.statement], provides: creation.provided,
      reversal: .statements([SQLFragment("DROP TABLE \(new.name.sql)")]), summary: summary)
    return [operation] + rowSecurity(from: Table(name: new.name), to: new, in: context)
  }

  public static func drop(_ old: Table, in context: PlanContext) -> [Operation] {
    let parts = context.live.parts(of: old.id)
    return [
      Operation(
        .dropTable, old.id, [SQLFragment("DROP TABLE \(old.name.sql)")],
        locks: [RelationLock(old.id, .accessExclusive)], dataEffect: .destroys,
        isDestructive: true, releases: Set([old.id] + parts),
        reversal: .impossible("the table's rows are not kept"), summary: size(of: old, in: context))
    ]
  }

  public static func refusal(
    _ old: Table, into new: Table, in context: PlanContext
  ) -> String? {
    guard old.partitionKey != new.partitionKey else { return nil }
    return """
      PostgreSQL can't change how a table is partitioned (live: \(description(old.partitionKey)), \
      declared: \(description(new.partitionKey))): declare a new table and move the rows to it
      """
  }

  public static func alter(
    _ old: Table, into new: Table, in context: PlanContext
  ) -> [Operation] {
    rowSecurity(from: old, to: new, in: context)
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
    key.map { "by \($0.strategy) (\($0.columns.joined(separator: ", ")))" } ?? "not at all"
  }

  private static func size(of table: Table, in context: PlanContext) -> String {
    guard let rows = context.facts.sizes[table.id]?.rows else { return "" }
    return "about \(rows) rows"
  }
}

/// CREATE TABLE with all that PostgreSQL lets stand inside it.
struct TableCreation {
  let table: Table
  let columns: [Column]
  /// The clauses of the constraints: primary key, unique, check, exclusion, each by name.
  private let constraints: [String]
  /// The objects that the statement makes.
  let provided: Set<ObjectID>

  init(_ table: Table, in snapshot: Snapshot) {
    self.table = table
    columns = snapshot.parts(of: table.id, as: Column.self)
    let keys = snapshot.parts(of: table.id, as: PrimaryKey.self)
    let uniques = snapshot.parts(of: table.id, as: UniqueConstraint.self)
    let checks = snapshot.parts(of: table.id, as: Check.self)
    let exclusions = snapshot.parts(of: table.id, as: ExclusionConstraint.self)
    constraints =
      keys.map(\.inlineSQL) + uniques.sorted { $0.id < $1.id }.map(\.inlineSQL)
      + checks.sorted { $0.id < $1.id }.map(\.inlineSQL)
      + exclusions.sorted { $0.id < $1.id }.map(\.inlineSQL)
    provided = Set(
      [table.id] + columns.map(\.id) + keys.map(\.id) + uniques.map(\.id) + checks.map(\.id)
        + exclusions.map(\.id))
  }

  var statement: SQLFragment {
    let lines = (columns.map(\.definition) + constraints).map { "  \($0)" }
    var text = "CREATE TABLE \(table.name.sql) (\n\(lines.joined(separator: ",\n"))\n)"
    if let key = table.partitionKey {
      let names = key.columns.map(quotedIdentifier).joined(separator: ", ")
      text += " PARTITION BY \(key.strategy.uppercased()) (\(names))"
    }
    return SQLFragment(text)
  }
}
