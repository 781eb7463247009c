import Catalog
import Postgres
import SchemaCore
import SchemaFlow
import SchemaKinds
import TestSupport
import Testing

/// No object of a database is silent: a kind knows it, or it is named as unmanaged.
@Suite struct UnmanagedTests {
  @Test func namesWhatNoKindKnows() async throws {
    try await withDatabase { target in
      let connection = try await Connection.connect(to: target, applicationName: "unmanaged")
      if ServerFeatures.has(extension: "hstore") {
        try await connection.execute("CREATE EXTENSION hstore")
      }
      try await connection.execute(Self.oneOfEverything)
      var reading = try await CatalogReader(connection: connection, kinds: KindRegistry.kinds)
        .read()
      try await CatalogReader.readUnmanaged(over: connection, into: &reading.facts)
      let unmanaged = reading.facts.unmanaged ?? []
      let names = Set(unmanaged.map { "\($0.noun) \($0.name)" })
      let objects = try await connection.query(Self.walk)
      #expect(objects.rowCount > 15)
      for row in objects.rows {
        let isKnown = reading.facts.addresses[ObjectAddress(row.text(0), row.int(1))] != nil
        let name = "\(row.text(2)) \(row.text(3))"
        #expect(isKnown != names.contains(name), "\(name)")
      }
      #expect(names.contains("large object 424242"))
      #expect(names.contains("subscription sub"))
      #expect(names.contains { $0.hasPrefix("privileges on function pg_catalog.pg_sleep") })
      #expect(!names.contains { $0.contains("hstore") })
      try await connection.execute("ALTER SUBSCRIPTION sub SET (slot_name = NONE)")
      try await connection.execute("DROP SUBSCRIPTION sub")
      await connection.close()
    }
  }

  @Test func saysNothingOfAnEmptyDatabase() async throws {
    try await withDatabase { target in
      let connection = try await Connection.connect(to: target, applicationName: "unmanaged")
      var reading = try await CatalogReader(connection: connection, kinds: KindRegistry.kinds)
        .read()
      try await CatalogReader.readUnmanaged(over: connection, into: &reading.facts)
      #expect(reading.facts.unmanaged == [])
      await connection.close()
    }
  }

  /// All that `pg_depend` knows in schema public or without a schema, as PostgreSQL names it.
  private static let walk = """
    SELECT DISTINCT c.relname, d.objid, i.type, i.identity
    FROM pg_depend d
    JOIN pg_class c ON c.oid = d.classid
    CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) i
    WHERE d.objid >= 16384 AND d.deptype = 'n'
      AND (d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace
           OR c.relname IN ('pg_transform', 'pg_am', 'pg_cast', 'pg_event_trigger', 'pg_rewrite',
                            'pg_publication', 'pg_foreign_server'))
      AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.classid = d.classid AND p.objid = d.objid
                      AND p.deptype IN ('i', 'e'))
    """

  private static let oneOfEverything = """
    CREATE TABLE t (id int PRIMARY KEY, a text CHECK (a <> ''), UNIQUE (a));
    CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
    CREATE STATISTICS st (dependencies) ON id, a FROM t;
    CREATE VIEW v AS SELECT id FROM t;
    CREATE TYPE item;
    CREATE FUNCTION item_in(cstring) RETURNS item LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
    CREATE FUNCTION item_out(item) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
    CREATE TYPE item (INPUT = item_in, OUTPUT = item_out, LIKE = int4);
    CREATE TYPE pair AS (x int, y int);
    CREATE TYPE span AS RANGE (SUBTYPE = int4);
    CREATE DOMAIN positive AS int CHECK (VALUE > 0);
    CREATE SEQUENCE s;
    CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE p() LANGUAGE sql AS '';
    CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int4);
    CREATE OPERATOR === (LEFTARG = int4, RIGHTARG = int4, FUNCTION = int4eq);
    CREATE OPERATOR FAMILY ops USING btree;
    CREATE COLLATION c FROM "C";
    CREATE CONVERSION cv FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
    CREATE TEXT SEARCH PARSER ps (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
      LEXTYPES = prsd_lextype);
    CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
    CREATE TEXT SEARCH CONFIGURATION cf (PARSER = ps);
    CREATE ACCESS METHOD am TYPE TABLE HANDLER heap_tableam_handler;
    CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION e();
    CREATE PUBLICATION pub FOR TABLE t;
    CREATE FOREIGN DATA WRAPPER w;
    CREATE SERVER sv FOREIGN DATA WRAPPER w;
    CREATE SUBSCRIPTION sub CONNECTION '' PUBLICATION pub WITH (connect = false);
    SELECT lo_create(424242);
    REVOKE ALL ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
    """
}
