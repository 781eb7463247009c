import Postgres
import SQLText
import SchemaCore
import SourceText

/// Looks names up that the project doesn't declare and no kind reads: built-in and extension's.
struct MissingNames {
  let context: PlanContext

  /// Returns the uses whose name the server doesn't know either.
  func find(
    _ uses: [Declarations.Use], over connection: Connection
  ) async throws(PostgresError) -> [Declarations.Use] {
    // One question with a column pair for each name would meet the limit of 1664 columns.
    let rows = uses.enumerated().map { index, use in
      "SELECT \(index), (\(condition(for: use)))"
    }
    let sql = rows.joined(separator: " UNION ALL ") + " ORDER BY 1"
    let result = try await connection.query(sql)
    return uses.indices.filter { result[$0, 1] != "t" }.map { uses[$0] }
  }

  private func condition(for use: Declarations.Use) -> String {
    let schema = use.origin.schema
    switch use.reference {
    case .object(let id): return objectCondition(id)
    case .relation(let name):
      return names(name, from: schema).map { "to_regclass(\($0)) IS NOT NULL" }.joined(
        separator: " OR ")
    case .type(let name):
      return names(name, from: schema).map { "to_regtype(\($0)) IS NOT NULL" }.joined(
        separator: " OR ")
    case .routine(let name):
      let schemas = path(name, from: schema).map(quotedLiteral).joined(separator: ", ")
      return """
        EXISTS (SELECT FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE p.proname = \(quotedLiteral(name.name)) AND n.nspname IN (\(schemas)))
        """
    }
  }

  /// Roles and other objects without a schema are looked up as roles, which include `pg_*`.
  private func objectCondition(_ id: ObjectID) -> String {
    if id.schema.isEmpty {
      return "EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = \(quotedLiteral(id.name)))"
    }
    return "to_regclass(\(quotedLiteral(id.qualifiedName.sql))) IS NOT NULL"
  }

  private func path(_ name: QualifiedName, from schema: String) -> [String] {
    name.schema.isEmpty ? context.searchPath(from: schema) + ["pg_catalog"] : [name.schema]
  }

  private func names(_ name: QualifiedName, from schema: String) -> [String] {
    path(name, from: schema).filter { !$0.isEmpty }.map {
      quotedLiteral(QualifiedName(schema: $0, name: name.name).sql)
    }
  }
}

/// Returns the errors about names that nobody made.
func missingNames(_ uses: [Declarations.Use]) -> ProjectProblems {
  var report = DiagnosticReport()
  for use in uses {
    report.error(
      "unknown-\(use.noun.split(separator: " ").joined(separator: "-"))",
      missingName(use), at: use.range)
  }
  return ProjectProblems(report)
}

/// Returns what is said of a name that nobody made.
func missingName(_ use: Declarations.Use) -> String {
  "\(use.noun) '\(name(of: use.reference))' is neither declared nor in the database"
}

/// Returns the warning about a name that only a pre-script can still make.
func awaitedName(_ use: Declarations.Use) -> String {
  "\(use.noun) '\(name(of: use.reference))' isn't there yet: a pre-script has to make it"
}

private func name(of reference: Reference) -> String {
  switch reference {
  case .object(let id): id.qualifiedName.description
  case .relation(let name), .routine(let name), .type(let name): name.description
  }
}
