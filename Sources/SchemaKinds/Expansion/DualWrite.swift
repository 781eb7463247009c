import SQLText
import SchemaCore

/// The trigger that keeps two columns of one table in step, and its function.
///
/// The invariant is that the new column is what `transform` makes of the old one. A value that an
/// application gives the new column itself is never overwritten: it leads the old column where
/// there is a `reverse`, and is left alone where there is none.
struct DualWrite {
  let expansion: Expansion
  /// The names of the table's columns.
  let columns: Set<String>
  /// The schemas in which the expressions' names are looked up.
  let searchPath: [String]

  private var table: QualifiedName { expansion.table }
  private var new: String { quotedIdentifier(expansion.shadowColumn) }
  private var old: String { quotedIdentifier(expansion.from) }

  /// The columns that the new value is computed from, the old column first.
  var sources: [String] {
    let named = rowColumns(in: expansion.transform, columns: columns, of: table)
    return [expansion.from] + named.filter { $0 != expansion.from && $0 != expansion.shadowColumn }
  }

  /// `_smplcty_sf_dw_<schema>_<table>_<column>`, cut to 63 bytes with a hash that keeps it unique.
  static func triggerName(table: QualifiedName, column: String) -> String {
    name("_smplcty_sf_dw", table, column)
  }

  /// The trigger of versions sorts, and so fires, before the other one.
  var versionTriggerName: String { Self.name("_smplcty_sf_dv", table, expansion.column) }

  private static func name(_ prefix: String, _ table: QualifiedName, _ column: String) -> String {
    let name = "\(prefix)_\(table.schema)_\(table.name)_\(column)"
    guard name.utf8.count > 63 else { return name }
    return truncatedIdentifier(name, to: 46) + "_" + StableHash(of: [name]).hexadecimal.prefix(16)
  }

  var functionName: String {
    QualifiedName(schema: stateSchema, name: expansion.triggerName).sql
  }

  /// Tries both expressions against the table: plpgsql would find a wrong name only when an
  /// application writes.
  func trials(type: TypeName, formerType: TypeName) -> [SQLFragment] {
    var trials = [trial(of: expansion.transform, as: type)]
    if !expansion.reverse.isEmpty { trials.append(trial(of: expansion.reverse, as: formerType)) }
    return trials
  }

  /// Assignment takes what a cast takes by way of text, so the cast is tried like that.
  private func trial(of expression: String, as type: TypeName) -> SQLFragment {
    SQLFragment(
      "SELECT (\(expression))::text::\(type.sql) IS DISTINCT FROM NULL FROM \(table.sql) LIMIT 0")
  }

  func function() -> SQLFragment { function(body) }

  private func function(_ body: String) -> SQLFragment {
    dualWriteFunction(expansion.triggerName, body: body, searchPath)
  }

  /// Fires when a source or the new column is among the columns that an UPDATE sets, before the
  /// triggers of users: those see both columns in step.
  func trigger() -> SQLFragment {
    let columns = (sources + [expansion.shadowColumn]).map(quotedIdentifier)
      .joined(separator: ", ")
    return SQLFragment(
      """
      CREATE OR REPLACE TRIGGER \(quotedIdentifier(expansion.triggerName)) \
      BEFORE INSERT OR UPDATE OF \(columns) ON \(table.sql) \
      FOR EACH ROW EXECUTE FUNCTION \(functionName)()
      """)
  }

  /// The function and the trigger for rows that a session inserts through a version which shows
  /// the new column: its NULL is a value that was given, and the old column's default is none.
  ///
  /// The session's path can be seen in the trigger's condition only: the function has its own.
  func versionTrigger() -> [SQLFragment] {
    let names = expansion.versions.sorted()
    let body = """

      BEGIN
        NEW.\(old) := \(value(of: expansion.reverse));
        RETURN NEW;
      END

      """
    return [
      dualWriteFunction(versionTriggerName, body: body, searchPath),
      SQLFragment(
        """
        CREATE OR REPLACE TRIGGER \(quotedIdentifier(versionTriggerName)) \
        BEFORE INSERT ON \(table.sql) FOR EACH ROW \
        WHEN (NEW.\(new) IS NULL AND (\
        current_setting('schema_flow.version', true) = ANY (\(array(names, "text"))) \
        OR current_schemas(false) && \(array(names, "name")))) \
        EXECUTE FUNCTION \(QualifiedName(schema: stateSchema, name: versionTriggerName).sql)()
        """),
    ]
  }

  private func array(_ names: [String], _ type: String) -> String {
    "ARRAY[\(names.map(quotedLiteral).joined(separator: ", "))]::\(type)[]"
  }

  /// Takes the trigger of versions away, where there is one.
  static func versionRemoval(of pair: Expansion) -> [SQLFragment] {
    let name = name("_smplcty_sf_dv", pair.table, pair.column)
    return [
      SQLFragment("DROP TRIGGER IF EXISTS \(quotedIdentifier(name)) ON \(pair.table.sql)"),
      SQLFragment(
        "DROP FUNCTION IF EXISTS \(QualifiedName(schema: stateSchema, name: name).sql)()"),
    ]
  }

  /// The function and the trigger that fill an old column which is kept after the contract, so
  /// that it can come back; none without a `reverse`.
  func keeper(of kept: String) -> [SQLFragment] {
    guard !expansion.reverse.isEmpty else { return [] }
    let body = """

      BEGIN
        IF TG_OP = 'INSERT' OR NEW.\(new) IS DISTINCT FROM OLD.\(new) THEN
          NEW.\(quotedIdentifier(kept)) := \(value(of: expansion.reverse));
        END IF;
        RETURN NEW;
      END

      """
    return [
      function(body),
      SQLFragment(
        """
        CREATE TRIGGER \(quotedIdentifier(expansion.triggerName)) \
        BEFORE INSERT OR UPDATE OF \(new) ON \(table.sql) \
        FOR EACH ROW EXECUTE FUNCTION \(functionName)()
        """),
    ]
  }

  private var body: String {
    let fill = "NEW.\(new) := \(value(of: expansion.transform));"
    let isSourceChanged = sources.map(quotedIdentifier)
      .map { "NEW.\($0) IS DISTINCT FROM OLD.\($0)" }.joined(separator: " OR ")
    guard !expansion.reverse.isEmpty else {
      return """

        BEGIN
          IF TG_OP = 'INSERT' THEN
            IF NEW.\(new) IS NULL THEN
              \(fill)
            END IF;
          ELSIF NEW.\(new) IS NOT DISTINCT FROM OLD.\(new) AND (\(isSourceChanged)) THEN
            \(fill)
          END IF;
          RETURN NEW;
        END

        """
    }
    let back = "NEW.\(old) := \(value(of: expansion.reverse));"
    // The old column may have been filled by its default, so its value doesn't tell whether it
    // was given: the new column, which has no default, decides.
    return """

      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.\(new) IS NULL THEN
            \(fill)
          ELSIF NEW.\(new) IS DISTINCT FROM \(value(of: expansion.transform)) THEN
            \(back)
          END IF;
        ELSIF NEW.\(new) IS NOT DISTINCT FROM OLD.\(new) THEN
          IF \(isSourceChanged) THEN
            \(fill)
          END IF;
        ELSIF NOT (\(isSourceChanged))
          AND current_setting('schema_flow.backfill', true) IS DISTINCT FROM 'on' THEN
          \(back)
        END IF;
        RETURN NEW;
      END

      """
  }

  /// The expression over NEW; one with a sub-select is computed over a row of the table's name,
  /// where the server resolves all names as it does anywhere.
  private func value(of expression: String) -> String {
    if let text = rowExpression(expression, columns: columns, of: table, row: "NEW") {
      return "(\(text))"
    }
    return "(SELECT (\(expression)) FROM (SELECT NEW.*) AS \(quotedIdentifier(table.name)))"
  }
}
