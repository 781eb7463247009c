import Postgres
import TestSupport

extension RandomProject {
  /// What gives each table its one row, and each column of it a value.
  var fill: String {
    // Neither triggers nor the order of foreign keys are of interest here.
    var statements = ["SET session_replication_role = replica"]
    for table in tables.map(\.table) {
      let columns = allColumns(of: table).filter { $0.source.isEmpty }
      let names = columns.map { identifier($0.name) }.joined(separator: ", ")
      let values = columns.map(\.type.sample).joined(separator: ", ")
      statements.append(
        """
        INSERT INTO \(table.name.sql) (\(names)) OVERRIDING SYSTEM VALUE SELECT \(values) \
        WHERE NOT EXISTS (SELECT FROM \(table.isPartitioned ? "" : "ONLY ")\(table.name.sql))
        """)
      statements += columns.filter { !$0.isCounted && $0.type.sample != "NULL" }.map { column in
        let name = identifier(column.name)
        return """
          UPDATE \(table.name.sql) SET \(name) = \(column.type.sample) WHERE \(name) IS NULL
          """
      }
    }
    return expanded(statements.joined(separator: ";\n"), isSQL: true)
  }

  /// A table's columns with those that it has from its parents.
  private func allColumns(of table: RandomTable) -> [RandomTable.Column] {
    let inherited = table.parents.flatMap { parent -> [RandomTable.Column] in
      guard case .table(let table)? = self[parent.key] else { return [] }
      return allColumns(of: table)
    }
    var seen: Set<String> = []
    return (inherited + table.columns).filter { seen.insert($0.name).inserted }
  }

  /// A query for the tables whose row, as it was in the state before, is not there any more.
  func lostRows(since before: RandomProject) -> String {
    let selections = tables.compactMap { key, table -> String? in
      guard case .table(let old)? = before[key] else { return nil }
      let stay = old.columns.filter { column in
        column.type.sample != "NULL" && table.columns.contains { $0.name == column.name }
      }
      let values = stay.map { " AND \(identifier($0.name)) IS NOT NULL" }.joined()
      return """
        SELECT '\(key)' WHERE NOT EXISTS (
          SELECT FROM \(table.isPartitioned ? "" : "ONLY ")\(table.name.sql) WHERE true\(values))
        """
    }
    return expanded(
      (["SELECT '' WHERE false"] + selections).joined(separator: " UNION ALL\n"), isSQL: true)
  }
}
