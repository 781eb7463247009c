import SQLText
import SchemaCore

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
