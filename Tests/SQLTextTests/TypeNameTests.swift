import Testing

@testable import SQLText

/// Types as users write them, against what PostgreSQL 15 prints for a column of the type
/// (`SELECT format_type(atttypid, atttypmod)`).
@Suite struct TypeNameTests {
  private static let table: [(written: String, formatted: String)] = [
    ("int", "integer"),
    ("int4", "integer"),
    ("integer", "integer"),
    ("int2", "smallint"),
    ("smallint", "smallint"),
    ("int8", "bigint"),
    ("bigint", "bigint"),
    ("bool", "boolean"),
    ("boolean", "boolean"),
    ("float4", "real"),
    ("real", "real"),
    ("float8", "double precision"),
    ("double precision", "double precision"),
    ("float", "double precision"),
    ("float(24)", "real"),
    ("float(25)", "double precision"),
    ("dec", "numeric"),
    ("decimal", "numeric"),
    ("decimal(8)", "numeric(8,0)"),
    ("numeric(5)", "numeric(5,0)"),
    ("numeric(10,2)", "numeric(10,2)"),
    ("numeric(3, -2)", "numeric(3,-2)"),
    ("numeric", "numeric"),
    ("varchar", "character varying"),
    ("varchar(20)", "character varying(20)"),
    ("character varying(20)", "character varying(20)"),
    ("char varying(3)", "character varying(3)"),
    ("national character varying(3)", "character varying(3)"),
    ("nchar varying(3)", "character varying(3)"),
    ("char", "character(1)"),
    ("char(2)", "character(2)"),
    ("character", "character(1)"),
    ("nchar(2)", "character(2)"),
    ("national character(2)", "character(2)"),
    ("national char(2)", "character(2)"),
    ("bpchar", "bpchar"),
    ("varbit", "bit varying"),
    ("varbit(4)", "bit varying(4)"),
    ("bit", "bit(1)"),
    ("bit(3)", "bit(3)"),
    ("bit varying(5)", "bit varying(5)"),
    ("timestamptz", "timestamp with time zone"),
    ("timestamptz(3)", "timestamp(3) with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamp(3)", "timestamp(3) without time zone"),
    ("timestamp with time zone", "timestamp with time zone"),
    ("timestamp(3) with time zone", "timestamp(3) with time zone"),
    ("timestamp without time zone", "timestamp without time zone"),
    ("timetz", "time with time zone"),
    ("timetz(2)", "time(2) with time zone"),
    ("time", "time without time zone"),
    ("time(0)", "time(0) without time zone"),
    ("time with time zone", "time with time zone"),
    ("time(2) without time zone", "time(2) without time zone"),
    ("interval", "interval"),
    ("interval(3)", "interval(3)"),
    ("interval year to month", "interval year to month"),
    ("interval day to second(3)", "interval day to second(3)"),
    ("interval hour", "interval hour"),
    ("text", "text"),
    ("bytea", "bytea"),
    ("uuid", "uuid"),
    ("json", "json"),
    ("jsonb", "jsonb"),
    ("xml", "xml"),
    ("date", "date"),
    ("inet", "inet"),
    ("cidr", "cidr"),
    ("macaddr", "macaddr"),
    ("money", "money"),
    ("point", "point"),
    ("tsvector", "tsvector"),
    ("oid", "oid"),
    ("name", "name"),
    ("pg_catalog.int4", "integer"),
    ("pg_catalog.varchar", "character varying"),
    ("pg_catalog.text", "text"),
    ("pg_catalog.\"char\"", "\"char\""),
    ("\"char\"", "\"char\""),
    ("int[]", "integer[]"),
    ("int[][]", "integer[]"),
    ("int[3]", "integer[]"),
    ("varchar(3)[]", "character varying(3)[]"),
    ("timestamptz[]", "timestamp with time zone[]"),
    ("int array", "integer[]"),
    ("int array[4]", "integer[]"),
    ("text[]", "text[]"),
    ("INT4", "integer"),
    ("Double  Precision", "double precision"),
    ("int4range", "int4range"),
    ("tstzrange", "tstzrange"),
    ("int4multirange", "int4multirange"),
    ("regclass", "regclass"),
    ("pg_lsn", "pg_lsn"),
    ("numeric(5)[]", "numeric(5,0)[]"),
    ("char[]", "character(1)[]"),
    ("interval year to month[]", "interval year to month[]"),
  ]

  @Test(arguments: table) func aliasesBecomeTheServersNames(written: String, formatted: String) {
    #expect(TypeName(written).sql == formatted)
  }

  @Test(arguments: table) func theServersNamesStay(written: String, formatted: String) {
    #expect(TypeName(formatted: formatted).sql == formatted)
    #expect(TypeName(formatted) == TypeName(written) || written.contains("pg_catalog"))
  }

  @Test(arguments: [
    ("status", "", "status"), ("app.status", "app", "status"),
    ("\"App\".\"Status\"", "App", "Status"),
    ("Status", "", "status"), ("\"text\"", "", "text"),
  ]) func usersTypes(written: String, schema: String, name: String) {
    let type = TypeName(written)
    #expect(type.schema == schema)
    #expect(type.name == name)
    #expect(!type.isBuiltIn)
  }

  @Test func modifiersOfUsersTypesStay() {
    #expect(TypeName("postgis.geometry(Point, 4326)").sql == "postgis.geometry(point,4326)")
    #expect(TypeName("SETOF varchar").sql == "character varying")
  }

  @Test func elementsOfArrays() {
    #expect(TypeName("int[]").element == TypeName("integer"))
    #expect(TypeName("int").element == TypeName("int"))
  }

  @Test func everyAliasMeansABuiltInType() {
    for (alias, name) in TypeName.aliases {
      #expect(TypeName.builtIns.contains(name), "\(alias)")
      #expect(TypeName(alias).isBuiltIn, "\(alias)")
    }
  }
}
