import Postgres
import TestSupport

/// The two databases of a walk: one goes from step to step, one is built anew for each.
struct Bench: Sendable {
  let target: ConnectionString
  let fresh: ConnectionString

  /// Takes everything out of the database that goes from step to step.
  func clear() async throws { try await empty(target) }
}

/// Runs the body with databases of its own.
func withBench<R: Sendable>(
  isolation: isolated (any Actor)? = #isolation, _ body: (Bench) async throws -> R
) async throws -> R {
  try await withDatabase { target in
    try await withDatabase { fresh in
      let bench = Bench(target: target, fresh: fresh)
      try await bench.clear()
      return try await body(bench)
    }
  }
}

/// Takes everything out of a database, which is ten times as fast as to make another one.
///
/// The schema `public` is then not the template's any more, so both databases of a walk go
/// through this before they are compared.
func empty(_ database: ConnectionString) async throws {
  let connection = try await Connection.connect(to: database, applicationName: "empty")
  let outcome: Result<Void, any Error>
  do {
    outcome = .success(try await connection.execute(emptying))
  } catch {
    outcome = .failure(error)
  }
  await connection.close()
  try outcome.get()
}

private let emptying = """
  SET client_min_messages = error;
  DO $$
  DECLARE statement text;
  BEGIN
    FOR statement IN
      SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
      UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
      UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname)
      FROM pg_foreign_data_wrapper
      UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      UNION ALL SELECT DISTINCT format('DROP OWNED BY %I', pg_get_userbyid(defaclrole))
      FROM pg_default_acl
    LOOP EXECUTE statement; END LOOP;
    CREATE SCHEMA public;
  END $$;
  """
