import TestSupport
import Testing
import Verification

/// Values of every type that has a trap for checksums.
@Suite struct TypeTests {
  /// A column with two values that are different in every mode.
  struct Sample: Sendable, CustomTestStringConvertible {
    var type: String
    var first: String
    var second: String
    var name: String

    var testDescription: String { type }

    init(_ type: String, _ first: String, _ second: String) {
      self.type = type
      self.first = first
      self.second = second
      name = "c_" + String(type.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
  }

  static let samples = [
    Sample("int", "1", "2"), Sample("bigint", "-1", "1"), Sample("boolean", "true", "NULL"),
    Sample("text", "''", "NULL"), Sample("varchar(9)", "'a'", "'a '"),
    Sample("char(4)", "'a'", "'b'"), Sample("\"char\"", "'a'", "'b'"), Sample("name", "'a'", "'b'"),
    Sample("numeric", "1.5", "1.25"), Sample("real", "0.1", "0.2"),
    Sample("float8", "'NaN'", "'Infinity'"), Sample("money", "'1.50'", "'1.51'"),
    Sample("bytea", "'\\x00'", "'\\x0000'"), Sample("uuid", "md5('a')::uuid", "md5('b')::uuid"),
    Sample("date", "'2024-01-02'", "'2024-02-01'"),
    Sample("timestamptz", "'2024-01-02 03:04:05.6Z'", "'2024-01-02 03:04:05.61Z'"),
    Sample("time with time zone", "'12:00+00'", "'13:00+01'"),
    Sample("interval", "'1 month'", "'30 days'"),
    Sample("json", "'{\"a\": 1}'", "'{\"a\":1}'"),
    Sample("jsonb", "'{\"a\": 1}'", "'{\"a\": null}'"), Sample("xml", "'<a/>'", "'<b/>'"),
    Sample("point", "'(1,2)'", "'(2,1)'"), Sample("tsvector", "'a:1 b:2'", "'a:2 b:1'"),
    Sample("bit(3)", "B'101'", "B'100'"), Sample("inet", "'10.0.0.1'", "'10.0.0.0/8'"),
    Sample("int[]", "'{1,2}'", "'{1,NULL}'"), Sample("int4range", "'[1,3)'", "'[1,3]'"),
    Sample("regclass", "'things'", "'pg_class'"), Sample("regtype", "'int'", "'text'"),
    Sample("color", "'red'", "'blue'"), Sample("color[]", "'{red,blue}'", "'{blue,red}'"),
    Sample("paint", "'(red,1)'", "'(blue,1)'"), Sample("shade", "'red'", "'blue'"),
    Sample("pg_lsn", "'0/1'", "'0/2'"),
  ]

  /// Types whose OIDs differ where something else was made before them.
  private static let types = """
    CREATE TYPE color AS ENUM ('red', 'blue');
    CREATE TYPE paint AS (color color, layers int);
    CREATE DOMAIN shade AS color;
    CREATE TABLE things (id int);
    """

  private static func table(_ samples: [Sample], _ row: (Sample) -> String) -> String {
    let columns = samples.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
    let values = samples.map(row).joined(separator: ", ")
    return """
      CREATE TABLE t (id int PRIMARY KEY, \(columns));
      INSERT INTO t (id, \(samples.map(\.name).joined(separator: ", "))) VALUES (1, \(values));
      INSERT INTO t (id) VALUES (2);
      """
  }

  @Test(arguments: VerificationMode.allCases)
  func valuesAreEqualWhateverTheirOrder(_ mode: VerificationMode) async throws {
    let result = try await verify(
      Self.types + Self.table(Self.samples, \.first),
      "CREATE TYPE other AS ENUM ('x', 'y');" + Self.types
        + "CREATE TABLE gone (a int); DROP TABLE gone;"
        + Self.table(Self.samples.reversed(), \.first)
    ) { $0.mode = mode }
    #expect(result.isEqual, "\(result)")
    #expect(result.mode == mode)
    #expect(try result.table("public.t").sampledRows == 2)
  }

  @Test(arguments: VerificationMode.allCases)
  func aChangeOfEachTypeIsFound(_ mode: VerificationMode) async throws {
    let result = try await verify(
      Self.types + Self.table(Self.samples, \.first),
      Self.types + Self.table(Self.samples, \.second)
    ) { $0.mode = mode }
    let difference = try #require(result.tables.flatMap(\.differences).first)
    #expect(result.rows.count == 1)
    let found = Set(difference.values.map(\.column))
    #expect(Set(Self.samples.map(\.name)).subtracting(found) == [])
    let text = try #require(difference.values.first { $0.column == "c_text" })
    #expect(text.source == "" && text.target == nil)
  }

  @Test(arguments: [
    ("numeric", "1.0", "1.00"), ("float8", "0", "'-0'"), ("jsonb", "'1.0'", "'1.00'"),
    ("numrange", "'[1.0,2]'", "'[1,2]'"),
  ])
  func theModeDecidesWhatIsEqual(_ type: String, _ first: String, _ second: String) async throws {
    func table(_ value: String) -> String {
      "CREATE TABLE t (id int PRIMARY KEY, v \(type)); INSERT INTO t VALUES (1, \(value))"
    }
    for mode in VerificationMode.allCases {
      let result = try await verify(table(first), table(second)) { $0.mode = mode }
      #expect(result.isEqual == (mode == .fast), "\(mode)")
    }
  }

  /// A key that is equal in another writing is the same key.
  @Test func keysAreComparedAsTheModeDoes() async throws {
    func table(_ key: String) -> String {
      "CREATE TABLE t (id numeric PRIMARY KEY, v int); INSERT INTO t VALUES (\(key), \(key)::int)"
    }
    let same = try await verify(table("1.0"), table("1.00")) { $0.mode = .fast }
    #expect(same.isEqual && same.tables[0].sampledRows == 1)
    let different = try await verify(
      table("1.0"), table("1.00") + "; UPDATE t SET v = 5"
    ) { $0.mode = .fast }
    #expect(different.rows == ["different 1.0: v"])
  }

  @Test(arguments: VerificationMode.allCases)
  func nullIsNoEmptyText(_ mode: VerificationMode) async throws {
    let table = "CREATE TABLE t (id int PRIMARY KEY, a text, b text);"
    let result = try await verify(
      table + "INSERT INTO t VALUES (1, 'x', NULL), (2, '', 'y'), (3, ',', '')",
      table + "INSERT INTO t VALUES (1, NULL, 'x'), (2, NULL, 'y'), (3, '', ',')"
    ) { $0.mode = mode }
    #expect(
      Set(result.rows) == ["different 1: a,b", "different 2: a", "different 3: a,b"])
  }

  @Test(.enabled(if: ServerFeatures.hasICU), arguments: VerificationMode.allCases)
  func textsThatACollationCallsEqualDiffer(_ mode: VerificationMode) async throws {
    let table = """
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (id text COLLATE loose PRIMARY KEY, v text COLLATE loose, w text COLLATE loose);
      """
    let result = try await verify(
      table + "INSERT INTO t VALUES ('a', 'x', 'y'), ('b', 'x', 'y')",
      table + "INSERT INTO t VALUES ('a', 'X', 'y'), ('B', 'x', 'y')"
    ) { $0.mode = mode }
    #expect(Set(result.rows) == ["different a: v", "missing b", "extra B"])
  }

  @Test(arguments: VerificationMode.allCases)
  func settingsOfTheSidesDontMatter(_ mode: VerificationMode) async throws {
    let table = """
      CREATE TABLE t (id timestamptz PRIMARY KEY, f float8, i interval, b bytea, m money, r regclass);
      INSERT INTO t VALUES ('2024-01-02 00:00Z', 0.1::float8 + 0.2::float8, '1 day 02:03:04',
        '\\x00ff', '1.50', 't');
      """
    let result = try await withDatabase { left in
      try await withDatabase { right in
        for target in [left, right] { try await execute(table, on: target) }
        try await execute(
          """
          DO $$ DECLARE s text; BEGIN
            FOREACH s IN ARRAY ARRAY['TimeZone = ''Asia/Tokyo''', 'DateStyle = ''German''',
              'IntervalStyle = ''iso_8601''', 'extra_float_digits = -5', 'bytea_output = ''escape''',
              'quote_all_identifiers = on', 'search_path = ''pg_catalog''',
              'default_transaction_read_only = on'] LOOP
              EXECUTE format('ALTER DATABASE %I SET %s', current_database(), s);
            END LOOP;
          END $$
          """, on: right)
        return try await Verification(options: .init(mode: mode)).run(
          VerificationSide(left), VerificationSide(right))
      }
    }
    #expect(result.isEqual, "\(result)")
  }

  @Test func twoTypesAreComparedAsText() async throws {
    let result = try await verify(
      "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b')",
      "CREATE TABLE t (id bigint PRIMARY KEY, v varchar); INSERT INTO t VALUES (1, 'a'), (2, 'c')")
    #expect(result.rows == ["different 2: v"])
    #expect(result.tables[0].remarks.count == 2)
  }
}

extension VerificationOptions {
  init(mode: VerificationMode) {
    self.init()
    self.mode = mode
  }
}
