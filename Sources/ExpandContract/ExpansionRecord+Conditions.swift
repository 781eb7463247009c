import SQLText
public import SchemaCore

extension ExpansionRecord {
  /// The new column as it is called now, quoted.
  public var shadow: String { quotedIdentifier(shadowColumn) }

  /// The condition of rows that are not yet done: the invariant, broken.
  ///
  /// It stands for every row until the contract; names are those of the record's table, and of
  /// its source where that is another one.
  public var undone: String { "\(qualifiedShadow) IS DISTINCT FROM (\(transform))" }

  /// The condition of rows that nobody has filled yet.
  public var open: String { "(\(qualifiedShadow) IS NULL AND (\(transform)) IS NOT NULL)" }

  /// The condition of rows whose new column says something else than the old one.
  ///
  /// Somebody wrote them directly, so they are reported and not overwritten.
  public var diverged: String {
    "(\(qualifiedShadow) IS NOT NULL AND \(undone))"
  }

  /// What stands between FROM and WHERE where rows of the pair are read.
  public var relations: String {
    guard let source else { return table.sql }
    return "\(table.sql) JOIN \(source.table.sql) ON (\(source.condition))"
  }

  /// Returns the search path under which the expressions are read.
  ///
  /// - Parameter schema: the schema of what a project names without one.
  public func searchPath(_ schema: String) -> String {
    var names = [table.schema]
    for name in [schema, "public"] where !names.contains(name) { names.append(name) }
    return names.map(quotedIdentifier).joined(separator: ", ")
  }

  /// Two tables may each have a column of the name.
  private var qualifiedShadow: String {
    source == nil ? shadow : "\(quotedIdentifier(table.name)).\(shadow)"
  }
}
