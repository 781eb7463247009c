/// Where a kind's objects stand in the catalog, so that a kind nobody uses needn't be read.
///
/// To plan a query of ten joins takes the server longer than to find out that one catalog has
/// no row of a user's. A kind is read where its presence is unknown.
public struct CatalogPresence: Hashable, Sendable {
  /// The catalog that has a row for each object, without a schema: `pg_class`.
  public var catalog: String
  /// The column that is 16384 or more in rows that initdb didn't make.
  public var identifier: String
  /// The column that tells the catalog's kinds apart, nil where all rows count.
  public var column: String?
  /// The values of the column that count.
  public var values: Set<String>

  private init(
    _ catalog: String, identifier: String = "oid", column: String? = nil,
    values: Set<String> = []
  ) {
    self.catalog = catalog
    self.identifier = identifier
    self.column = column
    self.values = values
  }

  /// Rows of a catalog that users made, whatever they are.
  public static func rows(of catalog: String, identifier: String = "oid") -> Self {
    Self(catalog, identifier: identifier)
  }

  /// Rows of a catalog that users made and of which a column has one of the values.
  public static func rows(of catalog: String, where column: String, in values: String...) -> Self {
    Self(catalog, column: column, values: Set(values))
  }

  /// Relations by `relkind`.
  public static func relations(_ kinds: String...) -> Self {
    Self("pg_class", column: "relkind", values: Set(kinds))
  }

  /// Types by `typtype`.
  public static func types(_ kinds: String...) -> Self {
    Self("pg_type", column: "typtype", values: Set(kinds))
  }

  /// Functions, procedures and aggregates by `prokind`.
  public static func routines(_ kinds: [String]) -> Self {
    Self("pg_proc", column: "prokind", values: Set(kinds))
  }

  /// Constraints by `contype`.
  public static func constraints(_ kinds: String...) -> Self {
    Self("pg_constraint", column: "contype", values: Set(kinds))
  }
}
