import SQLText
import SchemaCore

/// The check that proves that all rows of a table fit a partition's bound.
///
/// The server itself says what the bound means: a temporary twin of the partition is asked.
struct PartitionProof {
  /// Adds and validates the check; empty for a default partition, whose condition is what the
  /// others leave.
  let before: [SQLFragment]
  let after: [SQLFragment]

  static let prefix = "_sf_part_"

  init(of table: QualifiedName, in partition: Table.Partition) {
    guard !partition.isDefault else {
      (before, after) = ([], [])
      return
    }
    let name = truncatedIdentifier(PartitionProof.prefix + table.name)
    before = [
      SQLFragment("DO " + dollarQuoted(PartitionProof.addition(of: name, to: table, partition))),
      SQLFragment(
        "ALTER TABLE \(table.sql) VALIDATE CONSTRAINT \(quotedIdentifier(name))",
        isUnbounded: true),
    ]
    after = [ConstraintSQL.removal(of: name, from: table)]
  }

  /// A hash partition's condition names its parent's OID, which the twin doesn't have.
  private static func addition(
    of name: String, to table: QualifiedName, _ partition: Table.Partition
  ) -> String {
    """

    DECLARE
      parent regclass := \(quotedLiteral(partition.parent.sql));
      condition text;
    BEGIN
      EXECUTE format('CREATE TEMP TABLE _sf_parent (LIKE %s) PARTITION BY %s', parent,
        pg_get_partkeydef(parent));
      CREATE TEMP TABLE _sf_partition PARTITION OF _sf_parent \(partition.bound);
      condition := concat_ws(' AND ',
        replace(pg_get_partition_constraintdef('pg_temp._sf_partition'::regclass),
          quote_literal('pg_temp._sf_parent'::regclass::oid::text) || '::oid',
          quote_literal(parent::oid::text) || '::oid'),
        pg_get_partition_constraintdef(parent));
      DROP TABLE pg_temp._sf_parent;
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I, '
        'ADD CONSTRAINT %I CHECK (%s) NOT VALID', \(quotedLiteral(table.sql)),
        \(quotedLiteral(name)), \(quotedLiteral(name)), condition);
    END

    """
  }
}

/// What DETACH CONCURRENTLY leaves behind: a check that repeats the bound, under a name that the
/// server chose.
struct PartitionChecks {
  /// Remembers the checks that stay.
  let note: SQLFragment
  /// Drops the one that came.
  let removal: SQLFragment

  /// Before a detach: all that are there stay.
  init(of table: QualifiedName) { self.init(of: table, staying: "true") }

  /// Before the end of an interrupted detach, which has made the check already.
  ///
  /// - Parameter names: checks that the project declares, whatever they say.
  init(of table: QualifiedName, besides names: [String]) {
    let declared = names.map { " OR conname = \(quotedLiteral($0))" }.joined()
    self.init(
      of: table,
      staying: "(pg_get_expr(conbin, conrelid) "
        + "IS DISTINCT FROM pg_get_partition_constraintdef(conrelid)\(declared))")
  }

  private init(of table: QualifiedName, staying condition: String) {
    let literal = quotedLiteral(table.sql)
    let checks = "FROM pg_constraint WHERE conrelid = \(literal)::regclass AND contype = 'c'"
    note = SQLFragment(
      "SELECT set_config('schema_flow.checks', (SELECT coalesce(array_agg(oid), '{}')::text "
        + "\(checks) AND \(condition)), false)")
    removal = SQLFragment(
      "DO "
        + dollarQuoted(
          """

          DECLARE
            name text;
          BEGIN
            FOR name IN SELECT conname \(checks)
              AND oid <> ALL (current_setting('schema_flow.checks')::oid[])
            LOOP
              EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', \(literal), name);
            END LOOP;
          END

          """))
  }
}
