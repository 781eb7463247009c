import SQLText
import SchemaCore

extension Index.Key {
  /// The key as CREATE INDEX writes it, without what is the default.
  var sql: String {
    var text = column.isEmpty ? "(\(expression))" : quotedIdentifier(column)
    text += collation.clause + operatorClass.sql
    if isDescending { text += " DESC" }
    if nullsFirst != isDescending { text += nullsFirst ? " NULLS FIRST" : " NULLS LAST" }
    return text
  }
}

extension Index {
  /// How CREATE INDEX stands to the rows that are there.
  enum Building {
    /// Holds writers out while it builds; what a new or empty table takes.
    case plain
    /// Lets writers go on; stands in no transaction.
    case concurrent
    /// On a partitioned table alone, to be valid once each partition's index is attached.
    case onlyParent
  }

  /// Returns CREATE INDEX, under another name or for a partition where one is given.
  func creation(
    _ building: Building, as other: String? = nil, on partition: QualifiedName? = nil
  ) -> SQLFragment {
    var text = "CREATE \(isUnique ? "UNIQUE " : "")INDEX "
    if building == .concurrent { text += "CONCURRENTLY " }
    text += quotedIdentifier(other ?? name)
    text += " ON \(building == .onlyParent ? "ONLY " : "")\((partition ?? table).sql)"
    text += " USING \(quotedIdentifier(method)) (\(keys.map(\.sql).joined(separator: ", ")))"
    if !include.isEmpty {
      text += " INCLUDE (\(include.map(quotedIdentifier).joined(separator: ", ")))"
    }
    if nullsNotDistinct { text += " NULLS NOT DISTINCT" }
    text += storage.clause
    if !predicate.isEmpty { text += " WHERE \(predicate)" }
    return SQLFragment(text)
  }

  /// Returns DROP INDEX for the index or another name in its schema.
  func removal(concurrently: Bool, ifExists: Bool = false, of other: String? = nil) -> SQLFragment {
    let qualified = QualifiedName(schema: table.schema, name: other ?? name)
    return SQLFragment(
      "DROP INDEX \(concurrently ? "CONCURRENTLY " : "")\(ifExists ? "IF EXISTS " : "")"
        + qualified.sql)
  }

  /// The name under which a changed index is built beside the one in use.
  var replacementName: String { truncatedIdentifier(Index.replacementPrefix + name) }

  static let replacementPrefix = "_sf_new_"

  /// The definition as a reader of the plan wants it.
  var summary: String {
    var text = method == "btree" ? "" : "\(method) "
    text += "(\(keys.map(\.sql).joined(separator: ", ")))"
    if !include.isEmpty { text += " include (\(include.joined(separator: ", ")))" }
    if !predicate.isEmpty { text += " where \(predicate)" }
    return text
  }
}
