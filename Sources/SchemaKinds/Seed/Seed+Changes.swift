import SQLText
public import SchemaCore

extension OperationKind {
  static let addSeed = OperationKind("add_seed", .seeds)
}

extension SeedKind {
  /// Rows that nobody declares are the users' own.
  public static func isDropCandidate(_ live: Seed, in context: PlanContext) -> Bool { false }

  public static func create(_ new: Seed, in context: PlanContext) -> [Operation] {
    [insertion(of: new.rows, of: new, in: context)]
  }

  public static func alter(_ old: Seed, into new: Seed, in context: PlanContext) -> [Operation] {
    let present = Set(old.rows.map(\.index))
    let missing = new.rows.filter { !present.contains($0.index) }
    return missing.isEmpty ? [] : [insertion(of: missing, of: new, in: context)]
  }

  public static func drop(_ old: Seed, in context: PlanContext) -> [Operation] { [] }

  private static func insertion(
    of rows: [Seed.Row], of seed: Seed, in context: PlanContext
  ) -> Operation {
    let matching = SeedMatching(seed, in: context.declared)
    let insertion = SeedInsertion(seed, matching, in: context)
    let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
    let key = matching.key.map { "(\($0.joined(separator: ", ")))" } ?? "all values"
    return Operation(
      .addSeed, seed.id, insertion.statements(for: rows),
      locks: context.locks(.rowExclusive, on: Table.id(seed.table)),
      requires: SeedOrder(context).seedsBefore(seed), provides: [seed.id],
      reversal: .impossible("other rows may refer to them by then"),
      summary: "\(count), known by \(key)")
  }
}

/// The INSERT statements of seed rows, which leave alone what is there.
private struct SeedInsertion {
  private let seed: Seed
  private let matching: SeedMatching
  private let sql: SeedSQL
  private let functions: Set<String>

  init(_ seed: Seed, _ matching: SeedMatching, in context: PlanContext) {
    self.seed = seed
    self.matching = matching
    sql = SeedSQL(seed.table, in: context.declared)
    let hasSQL = !seed.expressions(in: seed.rows).isEmpty
    functions =
      hasSQL
      ? Set(context.declared.ids.filter { $0.kind == .function }.map(\.name)) : []
  }

  /// Neighbouring rows of one form go together; the order stays the user's, since a row may
  /// refer to an earlier one.
  func statements(for rows: [Seed.Row]) -> [SQLFragment] {
    var runs: [[Seed.Row]] = []
    for row in distinct(rows) {
      if let former = runs.last?.last, !readsRows(row), !readsRows(former),
        former.cells.map(SeedCellForm.init) == row.cells.map(SeedCellForm.init)
      {
        runs[runs.count - 1].append(row)
      } else {
        runs.append([row])
      }
    }
    return runs.map(statement)
  }

  /// Two rows of one key in a statement would both be inserted: the first one counts.
  private func distinct(_ rows: [Seed.Row]) -> [Seed.Row] {
    var seen: Set<Set<Seed.Cell>> = []
    return rows.filter { row in
      let cells = matching.cells(of: row)
      guard cells.allSatisfy({ $0.value.expressions.isEmpty }) else { return true }
      return seen.insert(Set(cells)).inserted
    }
  }

  /// SQL that reads the table must see the rows before it: it runs on its own.
  private func readsRows(_ row: Seed.Row) -> Bool {
    row.cells.flatMap(\.value.expressions).contains { text in
      let names = SQLReferences(in: text)
      return names.relations.contains { $0.name == seed.table.name }
        || names.functions.contains { functions.contains($0.name) }
    }
  }

  private func statement(_ rows: [Seed.Row]) -> SQLFragment {
    let names = rows[0].cells.map { quotedIdentifier($0.column) }
    let given = names.map { "v.\($0)" }.joined(separator: ", ")
    return SQLFragment(
      """
      INSERT INTO \(seed.table.sql) (\(names.joined(separator: ", ")))\(sql.overriding(rows[0]))
      SELECT \(given)
      FROM \(sql.values(rows.map { ($0.index, $0.cells) }))
      WHERE NOT \(sql.existence(matching.cells(of: rows[0])))
      ORDER BY v.\(SeedSQL.place)
      """)
  }
}

/// Which tables' seeds come before others'.
private struct SeedOrder {
  private let context: PlanContext

  init(_ context: PlanContext) { self.context = context }

  /// Returns the seeds that a seed's rows refer to; what refers back comes in any order.
  ///
  /// A foreign key that is checked at the commit gives way where tables refer to each other.
  func seedsBefore(_ seed: Seed) -> Set<ObjectID> {
    let strict = directNeeds(of: seed, isStrict: true)
    let others = directNeeds(of: seed, isStrict: false).subtracting(strict)
    return strict.filter { !reaches(seed.id, from: $0, isStrict: true) }
      .union(others.filter { !reaches(seed.id, from: $0, isStrict: false) })
  }

  private func reaches(
    _ target: ObjectID, from start: ObjectID, isStrict: Bool
  ) -> Bool {
    var waiting = [start]
    var visited: Set<ObjectID> = [start]
    while let id = waiting.popLast() {
      if id == target { return true }
      guard let seed = context.declared.object(id, as: Seed.self) else { continue }
      for need in directNeeds(of: seed, isStrict: isStrict)
      where visited.insert(need).inserted { waiting.append(need) }
    }
    return false
  }

  /// The seeds of tables that a seed refers to by a foreign key that it gives, or by SQL.
  ///
  /// - Parameter isStrict: whether deferred foreign keys are left out.
  private func directNeeds(of seed: Seed, isStrict: Bool) -> Set<ObjectID> {
    let given = Set(seed.rows.flatMap(\.cells).filter { $0.value != .null }.map(\.column))
    let keys = context.declared.parts(of: Table.id(seed.table), as: ForeignKey.self)
    let referenced = keys.filter { key in
      !given.isDisjoint(with: key.columns) && !(isStrict && key.deferral == .initiallyDeferred)
    }.map(\.referencedTable)
    let named = Set(seed.expressions(in: seed.rows)).flatMap { text in
      SQLReferences(in: text).relations.flatMap {
        SeedKind.relations($0, from: seed, defaultSchema: context.defaultSchema)
          .filter { $0.kind == .table }.map(\.qualifiedName)
      }
    }
    return Set((referenced + named).map(Seed.id(of:))).filter {
      $0 != seed.id && context.declared.contains($0)
    }
  }
}
