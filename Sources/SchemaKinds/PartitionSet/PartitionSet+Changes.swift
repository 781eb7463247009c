import SQLText
public import SchemaCore

extension OperationKind {
  static let configurePartitions = OperationKind("configure_partitions", .tables)
}

extension PartitionSetKind {
  /// pg_partman can't cut partitions that exist anew.
  public static func refusal(
    _ old: PartitionSet, into new: PartitionSet, in context: PlanContext
  ) -> String? {
    guard old.granularity != new.granularity else { return nil }
    return """
      partitions of one \(old.granularity.rawValue) can't become partitions of one \
      \(new.granularity.rawValue): keep the granularity, or declare a new table and move the rows
      """
  }

  public static func create(_ new: PartitionSet, in context: PlanContext) -> [Operation] {
    let table = context.declared.object(Table.id(new.table), as: Table.self)
    guard let control = table?.partitionKey?.columns.first else { return [] }
    return [
      Operation(
        .configurePartitions, new.id, [setup(of: new, control: control)],
        locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
        reversal: .impossible("pg_partman's partitions hold rows"),
        summary: summary(of: new))
    ]
  }

  public static func alter(
    _ old: PartitionSet, into new: PartitionSet, in context: PlanContext
  ) -> [Operation] {
    var statements: [SQLFragment] = []
    var settings = old
    settings.hasDefault = new.hasDefault
    if settings != new { statements.append(configuration(of: new)) }
    let changesDefault = old.hasDefault != new.hasDefault
    if changesDefault {
      statements.append(new.hasDefault ? defaultCreation(of: new) : defaultRemoval(of: new))
    }
    return [
      Operation(
        .configurePartitions, new.id, statements,
        locks: changesDefault
          ? context.locks(.accessExclusive, on: Table.id(new.table)) : [],
        provides: [new.id],
        reversal: changesDefault
          ? .impossible("the default partition was changed")
          : .statements([configuration(of: old)]),
        summary: summary(of: new))
    ]
  }

  /// A partition set that nobody declares is never asked for, so it is never dropped.
  public static func drop(_ old: PartitionSet, in context: PlanContext) -> [Operation] { [] }

  private static func summary(of set: PartitionSet) -> String {
    "by \(set.granularity.rawValue), \(set.history) back, \(set.future) ahead"
  }

  // MARK: Statements

  /// Finds the extension when it runs: the same run may install it, in either major version.
  private static func block(_ declarations: String = "", _ body: String) -> SQLFragment {
    SQLFragment(
      "DO "
        + dollarQuoted(
          """

          DECLARE
            partman text;
            version int;\(declarations)
          BEGIN
            SELECT n.nspname, split_part(e.extversion, '.', 1)::int INTO STRICT partman, version
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_partman';
          \(body)
          END

          """))
  }

  /// pg_partman 4 sets search_path for the session, and knows no table without a default.
  private static func setup(of set: PartitionSet, control: String) -> SQLFragment {
    let parent = quotedLiteral(parentName(set.table))
    let unit = set.granularity.rawValue
    let oldInterval = set.granularity == .day ? "daily" : "\(unit)ly"
    let dropDefault =
      set.hasDefault
      ? ""
      : """

        IF version < 5 THEN
          EXECUTE (SELECT format('DROP TABLE %s', p.partdefid::regclass)
                   FROM pg_catalog.pg_partitioned_table p
                   WHERE p.partrelid = \(quotedLiteral(set.table.sql))::regclass);
        END IF;
      """
    return block(
      """

        path text := current_setting('search_path');
        start text := to_char(now() - interval '\(set.history) \(unit)', 'YYYY-MM-DD HH24:MI:SS');
      """,
      """
        IF version >= 5 THEN
          EXECUTE format('SELECT %I.create_parent(p_parent_table => $1, p_control => $2, '
            'p_interval => $3, p_premake => $4, p_start_partition => $5, '
            'p_default_table => $6)', partman)
          USING \(parent), \(quotedLiteral(control)), '1 \(unit)', \(set.future), start,
            \(set.hasDefault);
        ELSE
          EXECUTE format('SELECT %I.create_parent(p_parent_table => $1, p_control => $2, '
            'p_type => ''native'', p_interval => $3, p_premake => $4, '
            'p_start_partition => $5)', partman)
          USING \(parent), \(quotedLiteral(control)), '\(oldInterval)', \(set.future), start;
          PERFORM set_config('search_path', s.reset_val, false)
          FROM pg_catalog.pg_settings s WHERE s.name = 'search_path';
          PERFORM set_config('search_path', path, true);
        END IF;\(dropDefault)
      \(configurationBody(of: set))
      """)
  }

  private static func configuration(of set: PartitionSet) -> SQLFragment {
    block("", configurationBody(of: set))
  }

  private static func configurationBody(of set: PartitionSet) -> String {
    // A live set of a retention that isn't a number of partitions is put back to none.
    let retention =
      set.history < 0 ? "NULL" : "'\(set.history) \(set.granularity.rawValue)s'"
    return """
        EXECUTE format('UPDATE %I.part_config SET premake = $1, retention = $2, '
          'retention_keep_table = $3, infinite_time_partitions = $4 WHERE parent_table = $5',
          partman)
        USING \(set.future), \(retention)::text, \(set.keepsOldTables), \(set.isInfinite),
          \(quotedLiteral(parentName(set.table)));
      """
  }

  private static func defaultCreation(of set: PartitionSet) -> SQLFragment {
    let suffix = "_default"
    var name = truncatedIdentifier(set.table.name)
    while name.utf8.count + suffix.utf8.count > 63 { name.unicodeScalars.removeLast() }
    let partition = QualifiedName(schema: set.table.schema, name: name + suffix)
    return SQLFragment(
      "CREATE TABLE \(partition.sql) PARTITION OF \(set.table.sql) DEFAULT")
  }

  /// Refuses to drop a default partition that holds rows.
  private static func defaultRemoval(of set: PartitionSet) -> SQLFragment {
    SQLFragment(
      "DO "
        + dollarQuoted(
          """

          DECLARE
            partition regclass;
            has_rows boolean;
          BEGIN
            SELECT p.partdefid INTO STRICT partition FROM pg_catalog.pg_partitioned_table p
            WHERE p.partrelid = \(quotedLiteral(set.table.sql))::regclass;
            EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', partition);
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', partition) INTO has_rows;
            IF has_rows THEN
              RAISE EXCEPTION 'default partition % holds rows', partition
              USING HINT = 'Move them to other partitions, or keep the default partition.';
            END IF;
            EXECUTE format('DROP TABLE %s', partition);
          END

          """))
  }
}
