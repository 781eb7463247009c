/// A column's type: what it is called, and the object that it comes from.
struct RandomType: Hashable, Sendable {
  var sql: String
  var group: Group
  /// The project's key of the type's own object; empty for a built-in one.
  var key = ""
  /// A value for which every condition of the group holds, where the group has none.
  var ownSample = ""

  enum Group: Sendable {
    case number, serial, text, truth, time, json, range, other, enumeration, composite
  }

  static let builtIn: [RandomType] = [
    RandomType(sql: "integer", group: .number), RandomType(sql: "bigint", group: .number),
    RandomType(sql: "smallint", group: .number), RandomType(sql: "numeric(10,2)", group: .number),
    RandomType(sql: "double precision", group: .number), RandomType(sql: "text", group: .text),
    RandomType(sql: "varchar(20)", group: .text), RandomType(sql: "char(3)", group: .text),
    RandomType(sql: "boolean", group: .truth), RandomType(sql: "date", group: .time),
    RandomType(sql: "timestamptz", group: .time), RandomType(sql: "jsonb", group: .json),
    RandomType(sql: "bigserial", group: .serial), RandomType(sql: "int4range", group: .range),
    RandomType(
      sql: "uuid", group: .other, ownSample: "'00000000-0000-0000-0000-000000000001'"),
    RandomType(sql: "text[]", group: .other, ownSample: "'{a}'"),
    RandomType(sql: "bytea", group: .other, ownSample: "'a'"),
    RandomType(sql: "interval", group: .other, ownSample: "'1 day'"),
  ]

  static let bigint = builtIn[1]
  static let text = builtIn[5]

  /// Whether an identity column can be of it.
  var counts: Bool { ["integer", "bigint", "smallint"].contains(sql) }

  /// What the one row of each table holds: a value for which all conditions are true.
  var sample: String {
    switch group {
    case .number, .serial: "1"
    case .text: "'a'"
    case .truth: "true"
    case .time: "'2020-01-01'"
    case .json: "'{\"a\": 1}'"
    case .range: "'empty'"
    case .composite: "NULL"
    case .other, .enumeration: ownSample
    }
  }

  /// Expressions that may be the default; the conditions hold for them too.
  var defaults: [String] {
    switch group {
    case .number: ["1", "2 - 1", "length('a')", "(- -1)"]
    case .text: ["'a'", "lower('A')", "substr('a''s', 1, 1)", "left(CURRENT_USER, 0) || 'a'"]
    case .truth: ["true", "2 > 1"]
    case .time: ["now()", "CURRENT_DATE", "'2020-01-01'"]
    case .json: ["'{\"a\": 1}'", "'{\"a\": [1]}'::jsonb"]
    case .serial, .composite: []
    case .range, .other, .enumeration: [sample, "\(sample)::\(sql)"]
    }
  }

  /// Conditions over a column of the type; `@` stands for the column.
  var conditions: [String] {
    switch group {
    case .number, .serial:
      ["@ > 0", "@ IN (1, 2, 3)", "@ BETWEEN 1 AND 10", "NOT (@ = 7)", "abs(@) < 9"]
    case .text: ["@ <> ''", "length(@) < 100", "@ LIKE 'a%'", "@ ~ '^[ax]'", "@ IN ('a', 'b')"]
    case .truth: ["@", "@ IS NOT FALSE", "coalesce(@, true)"]
    case .time: ["@ > '2001-01-01'", "@ IS NOT NULL"]
    case .json: ["@ ? 'a'", "@ <> '{}'", "(@ ->> 'k') IS NULL"]
    case .range: ["isempty(@)", "@ IS NOT NULL", "NOT (@ && @)"]
    case .enumeration: ["@ IS NOT NULL", "@ = \(ownSample)"]
    case .other: ["@ IS NOT NULL", "@ = @"]
    case .composite: ["@ IS NOT DISTINCT FROM @"]
    }
  }

  /// Returns one of the conditions over a column, or over anything else that is so written.
  func condition(over column: String, _ generator: inout SeededGenerator) -> String {
    let text = generator.pick(conditions) ?? "true"
    return text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: column)
  }
}
