import SQLText
public import SchemaCore

extension SeedKind {
  /// Asks which of the declared rows are there: rows of a place in the seed and a truth value.
  public static func liveQuestion(_ declared: Seed, in context: PlanContext) -> String? {
    guard context.live.contains(declared.id.table) else { return nil }
    let matching = SeedMatching(declared, in: context.declared)
    let cells = declared.rows.map { (index: $0.index, cells: matching.cells(of: $0)) }
    guard canBeAsked(cells.flatMap(\.cells), of: declared, in: context) else { return nil }
    let sql = SeedSQL(declared.table, in: context.declared)
    let groups = grouped(cells) { $0.cells.map(SeedCellForm.init) }
    return groups.map { rows in
      "SELECT v.\(SeedSQL.place), \(sql.existence(rows[0].cells)) FROM \(sql.values(rows))"
    }.joined(separator: " UNION ALL ")
  }

  public static func liveObject(for declared: Seed, answer: [Row]) -> Seed? {
    let present = Set(answer.filter { $0.bool(1) }.map { $0.int(0) })
    let rows = declared.rows.filter { present.contains($0.index) }
    return rows.isEmpty ? nil : Seed(table: declared.table, rows: rows)
  }

  /// Returns whether all that the question names is live already.
  private static func canBeAsked(
    _ cells: [Seed.Cell], of seed: Seed, in context: PlanContext
  ) -> Bool {
    let columns = Set(cells.map(\.column))
    guard columns.allSatisfy({ context.live.contains(Column.id($0, of: seed.table)) })
    else { return false }
    let expressions = Set(cells.flatMap(\.value.expressions))
    return !expressions.contains { text in
      let names = SQLReferences(in: text)
      return names.relations.contains { isToBeMade($0, by: seed, in: context) }
        || names.functions.contains { isFunctionToBeMade($0, in: context) }
    }
  }

  private static func isToBeMade(
    _ name: QualifiedName, by seed: Seed, in context: PlanContext
  ) -> Bool {
    let ids = relations(name, from: seed, defaultSchema: context.defaultSchema)
    return ids.contains(where: context.declared.contains)
      && !ids.contains(where: context.live.contains)
  }

  private static func isFunctionToBeMade(
    _ name: QualifiedName, in context: PlanContext
  ) -> Bool {
    func isMeant(_ id: ObjectID) -> Bool { id.kind == .function && id.name == name.name }
    return context.declared.ids.contains(where: isMeant)
      && !context.live.ids.contains(where: isMeant)
  }

  /// The identities that a relation's name in a seed's SQL may have.
  static func relations(
    _ name: QualifiedName, from seed: Seed, defaultSchema: String
  ) -> [ObjectID] {
    let path =
      name.schema.isEmpty ? [seed.table.schema, defaultSchema, "public"] : [name.schema]
    return path.flatMap { schema in
      [KindID.table, .view, .materializedView].map { ObjectID($0, schema: schema, name.name) }
    }
  }

  /// Puts rows of one form together, in the order of each form's first row.
  private static func grouped<Element, Key: Hashable>(
    _ rows: [Element], by key: (Element) -> Key
  ) -> [[Element]] {
    var places: [Key: Int] = [:]
    var groups: [[Element]] = []
    for row in rows {
      let form = key(row)
      if let place = places[form] {
        groups[place].append(row)
      } else {
        places[form] = groups.count
        groups.append([row])
      }
    }
    return groups
  }
}

extension ObjectID {
  /// The table that a seed belongs to.
  fileprivate var table: ObjectID { Table.id(qualifiedName) }
}

/// What decides how a cell is compared: rows of equal forms share a statement.
struct SeedCellForm: Hashable {
  private let column: String
  private let isNull: Bool
  private let isSQL: Bool

  init(_ cell: Seed.Cell) {
    column = cell.column
    isNull = cell.value == .null
    if case .sql = cell.value { isSQL = true } else { isSQL = false }
  }
}
