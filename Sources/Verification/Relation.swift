import SQLText

/// A column of a table on one side.
struct RelationColumn: Sendable, Hashable {
  var name: String
  /// The SQL of its value; columns are named by their table.
  var value: String
  var type: ColumnType
  /// The type as SQL writes it, with modifiers.
  var typeName: String
  /// Whether texts that are different bytes may be equal for it.
  var hasLooseCollation = false
}

/// A table on one side, with all its partitions.
struct Relation: Sendable {
  /// What has the rows: the table itself, or each partition at the end of its tree.
  struct Part: Sendable {
    /// The name as SQL writes it.
    var name: String
    var pageCount: Int
    /// Whether its rows have places; those of a foreign table have none.
    var hasPlaces: Bool
  }

  var name: QualifiedName
  var isPartitioned: Bool
  var parts: [Part]
  var columns: [String: RelationColumn]
  /// Unique and never null, the primary key first, then those with fewest columns.
  var keys: [[String]]
  /// What follows the table's name between FROM and WHERE.
  var join = ""
  /// The condition of the rows that are meant.
  var condition = ""
  /// The search path for the condition and the join; empty for none.
  var searchPath = ""

  /// The name under which the table's columns are known in queries.
  var alias: String { quotedIdentifier(name.name) }

  var pageCount: Int { parts.reduce(0) { $0 + $1.pageCount } }

  /// All rows, as FROM reads them.
  var source: String {
    let only = isPartitioned ? "" : "ONLY "
    return "FROM \(only)\(name.sql) AS \(alias)\(join)"
  }

  /// Returns WHERE with the relation's condition and others; nothing without any.
  func filter(_ others: [String] = []) -> String {
    var all = others
    if !condition.isEmpty { all.append("(\(condition))") }
    return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
  }

  /// The pieces in which the rows are read: FROM and the condition of the rows' places.
  func pieces(of pagesPerPiece: Int) -> [(from: String, condition: [String], pages: Int)] {
    parts.flatMap { part in
      let from = "FROM \(part.hasPlaces ? "ONLY " : "")\(part.name) AS \(alias)\(join)"
      guard part.hasPlaces, part.pageCount > pagesPerPiece else {
        return [(from, [String](), part.pageCount)]
      }
      return stride(from: 0, to: part.pageCount, by: pagesPerPiece).map { first in
        let end = first + pagesPerPiece
        var condition = ["\(alias).ctid >= '(\(first),0)'::tid"]
        // The last one has no end: the table may have grown since it was measured.
        if end < part.pageCount { condition.append("\(alias).ctid < '(\(end),0)'::tid") }
        return (from, condition, min(end, part.pageCount) - first)
      }
    }
  }
}
