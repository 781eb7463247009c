/// The SQL of hashes in a mode.
struct RowHash: Sendable {
  let mode: VerificationMode

  /// How many numbers of 64 bits a row's hash has.
  var lanes: Int { mode == .strict ? 4 : 1 }

  /// The names of the hash's numbers in a derived table.
  var laneNames: [String] { (1...lanes).map { "h\($0)" } }

  /// Returns a column as the hash takes it; `isText` for types that differ between the sides.
  func value(_ column: RelationColumn, isText: Bool) -> String {
    guard mode == .fast, column.type.isHashable, !isText else {
      return "(\(column.value))::text"
    }
    // With a nondeterministic collation different texts are equal, and their hashes too.
    return column.hasLooseCollation ? "(\(column.value)) COLLATE \"C\"" : column.value
  }

  /// Returns the SQL of one number from values, with which rows are spread over buckets.
  func number(_ values: [String]) -> String {
    switch mode {
    case .fast: "hash_record_extended(\(row(values)), 0)"
    case .portable: "hashtextextended(\(row(values))::text COLLATE \"C\", 0)"
    case .strict:
      "('x' || left(md5(convert_to(\(row(values))::text, 'UTF8')), 16))::bit(64)::bigint"
    }
  }

  /// Returns a select list that names the numbers of a row's hash.
  ///
  /// It stands in a derived table with OFFSET 0, without which the server would make the hash
  /// anew for each of its numbers.
  func list(_ values: [String]) -> String {
    guard !values.isEmpty else {
      return laneNames.map { "0::bigint AS \($0)" }.joined(separator: ", ")
    }
    guard mode == .strict else { return "\(number(values)) AS h1" }
    return "encode(sha256(convert_to(\(row(values))::text, 'UTF8')), 'hex') AS digest"
  }

  /// Returns a derived table of hashes, with further columns beside them.
  func derived(_ values: [String], with columns: [String] = [], _ body: String) -> String {
    let list = (columns + [list(values)]).joined(separator: ", ")
    guard mode == .strict, !values.isEmpty else { return "(SELECT \(list) \(body)) AS hashed" }
    return """
      (SELECT *, \(parts) FROM (SELECT \(list) \(body) OFFSET 0) AS digested) AS hashed
      """
  }

  /// The sums of the hash's numbers.
  var sums: String { laneNames.map { "coalesce(sum(\($0)), 0)" }.joined(separator: ", ") }

  private var parts: String {
    laneNames.enumerated().map { index, name in
      "('x' || substr(digest, \(index * 16 + 1), 16))::bit(64)::bigint AS \(name)"
    }.joined(separator: ", ")
  }

  /// concat_ws would leave NULLs out: a row's text tells them from empty texts.
  private func row(_ values: [String]) -> String { "row(\(values.joined(separator: ", ")))" }

  /// The hash of a row that is the same everywhere, for servers to show that they hash alike.
  var selfTest: String {
    let values = Self.constants.map { mode == .fast ? $0 : "(\($0))::text" }
    return "SELECT \(number(values))"
  }

  /// A value of each kind whose hash may differ between servers.
  private static let constants = [
    "42::int", "-7::smallint", "9007199254740993::bigint", "true", "'schema'::text",
    "12345.6700::numeric", "0.1::float8", "-2.5::float4", "'2024-02-29'::date",
    "'2024-02-29 12:34:56.789+00'::timestamptz", "'12:34:56'::time", "'12:34+02'::timetz",
    "'0d4d4a2e-7c5c-4f0e-9a52-3a1f3f8f1a11'::uuid", "'\\x00ff10'::bytea",
    "'{\"a\": [1, 2.50, null, \"x\"]}'::jsonb", "'{1,2,NULL}'::int[]", "'{a,b}'::text[]",
    "'10.1.2.0/24'::inet", "'08:00:2b:01:02:03'::macaddr", "'[1,5)'::int4range",
    "'[1.5,2.5]'::numrange", "NULL::text", "'ab'::char(4)",
  ]
}
