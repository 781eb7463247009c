import SQLText
import SchemaCore

/// CREATE TABLE with all that PostgreSQL lets stand inside it.
struct TableCreation {
  let table: Table
  let columns: [Column]
  /// The clauses of the constraints: primary key, unique, check, exclusion, each by name.
  private let constraints: [String]
  /// The unique constraints that CREATE TABLE would drop without a word: it takes those over the
  /// same columns for one (`transformIndexConstraints`).
  private let repeated: [UniqueConstraint]
  /// The objects that the statement makes.
  let provided: Set<ObjectID>

  init(_ table: Table, in snapshot: Snapshot) {
    self.table = table
    columns = snapshot.parts(of: table.id, as: Column.self)
    let keys = snapshot.parts(of: table.id, as: PrimaryKey.self)
    let uniques = snapshot.parts(of: table.id, as: UniqueConstraint.self).sorted { $0.id < $1.id }
    var seen = Set(
      keys.map {
        [
          $0.columns.joined(separator: "\0"), $0.include.joined(separator: "\0"), $0.deferral.sql,
          "",
        ]
      })
    let distinct = uniques.filter { unique in
      seen.insert([
        unique.columns.joined(separator: "\0"), unique.include.joined(separator: "\0"),
        unique.deferral.sql, unique.nullsNotDistinct ? "not distinct" : "",
      ]).inserted
    }
    repeated = uniques.filter { unique in !distinct.contains { $0.id == unique.id } }
    let checks = snapshot.parts(of: table.id, as: Check.self).filter(\.standsInTable)
    let exclusions = snapshot.parts(of: table.id, as: ExclusionConstraint.self)
    constraints =
      keys.map(\.inlineSQL) + distinct.map(\.inlineSQL)
      + checks.sorted { $0.id < $1.id }.map(\.inlineSQL)
      + exclusions.sorted { $0.id < $1.id }.map(\.inlineSQL)
    provided = Set(
      [table.id] + columns.flatMap(ColumnKind.provisions) + keys.map(\.id) + uniques.map(\.id)
        + checks.map(\.id)
        + exclusions.map(\.id))
  }

  var statement: SQLFragment {
    let lines = (columns.map(\.definition) + constraints).map { "  \($0)" }
    let body = "(\n\(lines.joined(separator: ",\n"))\n)"
    var text = "CREATE \(table.isUnlogged ? "UNLOGGED " : "")\(table.noun) \(table.name.sql)"
    if let partition = table.partition {
      text += " PARTITION OF \(partition.parent.sql) \(lines.isEmpty ? "" : body + " ")"
      text += partition.bound
    } else {
      text += " \(body)"
    }
    if !table.parents.isEmpty {
      text += " INHERITS (\(table.parents.map(\.sql).joined(separator: ", ")))"
    }
    if let foreign = table.foreign {
      text += " SERVER \(quotedIdentifier(foreign.server))\(foreign.options.creation)"
    }
    if let key = table.partitionKey { text += " PARTITION BY \(key.definition)" }
    return SQLFragment(text + table.storage.clause)
  }

  /// What the statement has no words for.
  var completion: [SQLFragment] {
    repeated.map { ConstraintSQL.addition(of: $0.inlineSQL, to: table.name) }
      + ColumnKind.completion(of: columns)
  }
}
