import SQLText
import SchemaCore

/// The triggers that keep a column in step with one of another table.
///
/// The trigger on the new column's table looks the value up, or leads the other table where there
/// is a `reverse`; the one on the old column's table writes what changes there. A row that is
/// deleted there takes nothing back: it may be tidying up.
struct MovedColumn {
  let expansion: Expansion
  let source: ExpansionRecord.Source
  /// The names of the new column's table's columns.
  let columns: Set<String>
  let sourceColumns: Set<String>
  let searchPath: [String]

  private var table: QualifiedName { expansion.table }
  private var new: String { quotedIdentifier(expansion.column) }
  private var old: String { quotedIdentifier(expansion.from) }

  /// The columns of the other table that the value is computed from.
  var sources: [String] {
    let named = rowColumns(in: expansion.transform, columns: sourceColumns, of: source.table)
    return [expansion.from] + named.filter { $0 != expansion.from }
  }

  static func sourceTriggerName(of pair: Expansion, _ source: ExpansionRecord.Source) -> String {
    let table = QualifiedName(
      schema: source.table.schema, name: "\(source.table.name)_\(pair.table.name)")
    return DualWrite.triggerName(table: table, column: pair.column)
  }

  private var sourceTrigger: String { Self.sourceTriggerName(of: expansion, source) }

  func statements() -> [SQLFragment] {
    [
      SQLFragment(
        """
        SELECT (\(expansion.transform)) FROM \(table.sql) JOIN \(source.table.sql) \
        ON (\(source.condition)) LIMIT 0
        """),
      dualWriteFunction(expansion.triggerName, body: body, searchPath),
      trigger(
        expansion.triggerName, on: table, "BEFORE INSERT OR UPDATE OF \(new)"),
      dualWriteFunction(sourceTrigger, body: sourceBody, searchPath),
      trigger(
        sourceTrigger, on: source.table,
        "AFTER INSERT OR UPDATE OF \(sources.map(quotedIdentifier).joined(separator: ", "))"),
    ]
  }

  private func trigger(
    _ name: String, on table: QualifiedName, _ events: String
  ) -> SQLFragment {
    SQLFragment(
      """
      CREATE OR REPLACE TRIGGER \(quotedIdentifier(name)) \(events) ON \(table.sql) \
      FOR EACH ROW EXECUTE FUNCTION \(QualifiedName(schema: stateSchema, name: name).sql)()
      """)
  }

  /// The join condition with the row of the new column's table in it.
  private var condition: String {
    rowExpression(source.condition, columns: columns, of: table, row: "NEW", onlyQualified: true)
      ?? source.condition
  }

  private var isStepping: String {
    "current_setting('schema_flow.step', true) IS NOT DISTINCT FROM 'on'"
  }

  private var body: String {
    let lookup = """
      IF NEW.\(new) IS NULL AND TG_OP = 'INSERT' THEN
          SELECT (\(expansion.transform)) INTO NEW.\(new)
          FROM \(source.table.sql) WHERE \(condition);
      """
    guard !expansion.reverse.isEmpty,
      let back = rowExpression(expansion.reverse, columns: columns, of: table, row: "NEW")
    else { return "\nBEGIN\n  \(lookup)\n  END IF;\n  RETURN NEW;\nEND\n" }
    return """

      BEGIN
        \(lookup)
        ELSIF (TG_OP = 'INSERT' OR NEW.\(new) IS DISTINCT FROM OLD.\(new))
          AND NOT (\(isStepping))
          AND current_setting('schema_flow.backfill', true) IS DISTINCT FROM 'on' THEN
          PERFORM set_config('schema_flow.step', 'on', true);
          UPDATE \(source.table.sql) SET \(old) = (\(back))
          WHERE (\(condition)) AND \(old) IS DISTINCT FROM (\(back));
          PERFORM set_config('schema_flow.step', '', true);
        END IF;
        RETURN NEW;
      END

      """
  }

  private var sourceBody: String {
    let value =
      rowExpression(expansion.transform, columns: sourceColumns, of: source.table, row: "NEW")
      ?? "(SELECT (\(expansion.transform)) FROM (SELECT NEW.*) AS "
      + "\(quotedIdentifier(source.table.name)))"
    let condition =
      rowExpression(
        source.condition, columns: sourceColumns, of: source.table, row: "NEW",
        onlyQualified: true) ?? source.condition
    return """

      BEGIN
        IF NOT (\(isStepping)) THEN
          PERFORM set_config('schema_flow.step', 'on', true);
          UPDATE \(table.sql) SET \(new) = (\(value))
          WHERE (\(condition)) AND \(new) IS DISTINCT FROM (\(value));
          PERFORM set_config('schema_flow.step', '', true);
        END IF;
        RETURN NULL;
      END

      """
  }
}

/// Returns the statement that makes a function of the tool's own schema.
func dualWriteFunction(_ name: String, body: String, _ searchPath: [String]) -> SQLFragment {
  let path = (searchPath + ["pg_temp"]).map(quotedIdentifier).joined(separator: ", ")
  return SQLFragment(
    """
    CREATE OR REPLACE FUNCTION \(QualifiedName(schema: stateSchema, name: name).sql)() \
    RETURNS trigger LANGUAGE plpgsql
    SET search_path = \(path)
    AS \(dollarQuoted(body))
    """)
}
