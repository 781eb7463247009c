import Postgres
import SchemaCore

/// Which values of which catalogs' columns a database has in rows that users made.
struct CatalogCensus: Sendable {
  private var found: [Place: Set<String>] = [:]

  private struct Place: Hashable {
    var catalog: String
    var column: String

    init(catalog: String, column: String) {
      self.catalog = catalog
      self.column = column
    }

    init(_ presence: CatalogPresence) {
      self.init(catalog: presence.catalog, column: presence.column ?? "")
    }
  }

  /// Returns the query that answers for all of the presences: one row for each catalog and column.
  static func query(for presences: [CatalogPresence]) -> String {
    var known: Set<Place> = []
    let parts = presences.filter { known.insert(Place($0)).inserted }.map { presence in
      let values =
        presence.column.map { "array_agg(DISTINCT \($0)::text)" }
        ?? "CASE WHEN count(*) > 0 THEN ARRAY['']::text[] END"
      // One row is enough to know where all of them count.
      let rows = "FROM \(presence.catalog) WHERE \(presence.identifier) >= 16384"
      let source = presence.column == nil ? "FROM (SELECT \(rows) LIMIT 1) AS r" : rows
      return "SELECT '\(presence.catalog)', '\(presence.column ?? "")', \(values) \(source)"
    }
    return parts.joined(separator: "\nUNION ALL ")
  }

  init(_ result: QueryResult) {
    for row in result.rows {
      let place = Place(catalog: row.text(0), column: row.text(1))
      found[place] = Set(row.array(2))
    }
  }

  /// Returns whether the database may have objects of a kind.
  func mayHave(_ presence: CatalogPresence?) -> Bool {
    guard let presence, let values = found[Place(presence)] else { return true }
    return presence.column == nil ? !values.isEmpty : !values.isDisjoint(with: presence.values)
  }
}
