import TestSupport

extension RandomProject {
  /// Whether a type is a domain without null.
  func isNotNull(_ type: RandomType) -> Bool {
    if case .document(let document)? = self[type.key] { document.has("nullable") } else { false }
  }

  /// Gives a column one more key, or takes one away.
  func changeClause(
    of column: inout RandomTable.Column, in table: RandomTable,
    _ generator: inout SeededGenerator
  ) {
    if !column.clauses.isEmpty, generator.oneIn(3) {
      column.clauses.remove(at: generator.number(below: column.clauses.count))
      return
    }
    guard let clause = clause(of: column, in: table, &generator) else { return }
    column.clauses.removeAll { $0.key == clause.key }
    column.clauses.append(clause)
    if clause.key == "identity" { column.isNullable = false }
  }

  private func hasChildren(_ table: RandomTable) -> Bool {
    tables.contains { $0.table.parents.contains { $0.name.name == table.name.name } }
  }

  private func clause(
    of column: RandomTable.Column, in table: RandomTable, _ generator: inout SeededGenerator
  ) -> RandomTable.Clause? {
    let type = column.type
    let isLong = [.text, .json].contains(type.group)
    switch generator.number(below: 6) {
    case 0 where isLong:
      return .init(
        key: "storage", yaml: generator.pick(["plain", "external", "extended", "main"]) ?? "")
    case 1 where isLong && !hasChildren(table):
      let methods = ServerFeatures.hasLZ4 ? ["pglz", "lz4"] : ["pglz"]
      return .init(key: "compression", yaml: generator.pick(methods) ?? "")
    case 2: return .init(key: "statistics", yaml: generator.pick(["0", "10", "500"]) ?? "")
    case 3:
      return .init(
        key: "options",
        yaml: generator.pick(["{n_distinct: -0.5}", "{n_distinct: 5, n_distinct_inherited: 7}"])
          ?? "")
    case 4 where type.group == .text && column.source.isEmpty:
      let own = documents.first { $0.document.kind == "co" }
      if let own, generator.oneIn(2) {
        return .init(
          key: "collation", yaml: quoted(own.document.name.reference), needs: own.key)
      }
      return .init(key: "collation", yaml: generator.pick(["C", "POSIX"]) ?? "")
    case 5 where type.counts && column.expression.isEmpty:
      let identities = [
        "always", "by_default", "{generation: always, start: 5, increment: 2}",
        "{generation: by_default, min: -3, max: 1000, cache: 4, cycle: true}",
      ]
      return .init(key: "identity", yaml: generator.pick(identities) ?? "")
    default: return nil
    }
  }
}
