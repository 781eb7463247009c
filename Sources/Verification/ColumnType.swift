/// The type of a column as far as hashing cares.
struct ColumnType: Sendable, Hashable {
  /// The type's own name with its schema, without modifiers; that of a domain's base.
  var name: String
  /// Whether the server's hash says the same in every database where the values are equal.
  var isHashable: Bool
}

/// The types of a database, by which those of columns are understood.
struct TypeCatalog: Sendable {
  struct Entry: Sendable {
    var schema: String
    var name: String
    /// The name as SQL writes it, without modifiers.
    var formatted: String
    /// `pg_type.typtype`: b(ase), d(omain), e(num), r(ange), m(ultirange).
    var kind: String
    var base: Int
    var element: Int
  }

  private var entries: [Int: Entry] = [:]

  mutating func add(_ oid: Int, _ entry: Entry) { entries[oid] = entry }

  /// Returns a column's type; a type that is not listed, such as a composite one, is not hashable.
  func type(_ oid: Int, formatted: String) -> ColumnType {
    var oid = oid
    while let entry = entries[oid], entry.kind == "d" { oid = entry.base }
    return ColumnType(
      name: entries[oid]?.formatted ?? formatted, isHashable: isHashable(oid))
  }

  /// Built-in types and arrays of them.
  ///
  /// The hash of an enum or reg value, also inside an array or a composite value, is that of its
  /// OID, which is another in each database; json, xml, point and tsvector have none. The hash of
  /// an interval takes a month for 30 days, that of an extension's type may take more for equal.
  private func isHashable(_ oid: Int) -> Bool {
    guard let entry = entries[oid], entry.schema == "pg_catalog" else { return false }
    if Self.hashable.contains(entry.name) { return true }
    guard entry.name.hasPrefix("_"), let element = entries[entry.element] else { return false }
    return element.schema == "pg_catalog" && Self.hashable.contains(element.name)
  }

  private static let hashable: Set<String> = [
    "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "varchar", "bpchar",
    "name", "bytea", "uuid", "date", "time", "timetz", "timestamp", "timestamptz", "inet",
    "cidr", "macaddr", "macaddr8", "oid", "jsonb", "pg_lsn", "int4range", "int8range", "numrange",
    "tsrange", "tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange",
    "tsmultirange", "tstzmultirange", "datemultirange",
  ]
}
