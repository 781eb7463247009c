import SQLText
public import SchemaCore

extension OperationKind {
  static let expandColumn = OperationKind("expand_column", .tables)
  static let createDualWriteTrigger = OperationKind("create_dual_write_trigger", .triggers)
  static let dropDualWriteTrigger = OperationKind("drop_dual_write_trigger", .tables)
  static let contractColumn = OperationKind("contract_column", .tables)
}

extension ExpansionKind {
  public static var dependence: Dependence { .holds }

  public static func create(_ new: Expansion, in context: PlanContext) -> [Operation] {
    [creation(of: new, resumes: false, in: context)]
  }

  public static func alter(
    _ old: Expansion, into new: Expansion, in context: PlanContext
  ) -> [Operation] {
    let sameValues = old.transform == new.transform && old.source == new.source
    var operation = creation(of: new, resumes: sameValues, in: context)
    if new.versions.isEmpty, !old.versions.isEmpty {
      operation.statements += DualWrite.versionRemoval(of: old)
    }
    return [operation]
  }

  private static func creation(
    of new: Expansion, resumes: Bool, in context: PlanContext
  ) -> Operation {
    let shadow = Column.id(new.shadowColumn, of: new.table)
    let (statements, sources) = step(of: new, shadow, in: context)
    return Operation(
      .createDualWriteTrigger, new.id,
      statements + [record(of: new, resumes: resumes, context)],
      locks: context.locks(.shareRowExclusive, on: Table.id(new.table))
        + (new.source.map { context.locks(.shareRowExclusive, on: Table.id($0.table)) } ?? []),
      requires: Set(sources.map { Column.id($0, of: new.sourceTable) } + [shadow]),
      provides: [new.id], reversal: .statements(removal(of: new)),
      summary: "\(new.from) → \(new.column), \(new.reverse.isEmpty ? "one way" : "both ways")")
  }

  /// The functions and triggers, and the columns of the old column's table that they look at.
  private static func step(
    of new: Expansion, _ shadow: ObjectID, in context: PlanContext
  ) -> (statements: [SQLFragment], sources: [String]) {
    if let source = new.source {
      let moved = MovedColumn(
        expansion: new, source: source,
        columns: context.columnNames(of: new.table).union([new.column]),
        sourceColumns: context.columnNames(of: source.table).union([new.from]),
        searchPath: context.searchPath(from: new.table.schema))
      return (moved.statements(), moved.sources)
    }
    let dualWrite = DualWrite(new, in: context)
    let type = { (id: ObjectID) in
      (context.declared.object(id, as: Column.self) ?? context.live.object(id, as: Column.self))?
        .type ?? TypeName("text")
    }
    let trials = dualWrite.trials(
      type: type(shadow), formerType: type(Column.id(new.from, of: new.table)))
    // An old column that takes no NULL can't be told that the new one was given none.
    let hasVersions = !new.versions.isEmpty && new.isOldNullable
    let versions = hasVersions ? dualWrite.versionTrigger() : []
    return (
      trials + [dualWrite.function(), dualWrite.trigger()] + versions, dualWrite.sources
    )
  }

  /// The row of `expand_state`, written with what it tells of.
  private static func record(
    of new: Expansion, resumes: Bool, _ context: PlanContext
  ) -> SQLFragment {
    let isEmpty = context.isCreated(Table.id(new.table))
    let values = [
      "\(new.table.schema).\(new.table.name)", new.column, new.from, new.transform,
      new.triggerName, new.table.schema, new.shadowColumn,
    ].map(quotedLiteral)
    let backfilled = isEmpty ? "now()" : "NULL"
    return SQLFragment(
      """
      INSERT INTO \(stateSchema).expand_state AS e (table_name, new_column, old_column, transform, \
      trigger_name, pg_schema, shadow_column, reverse, source_table, source_condition, batch_size, \
      versions, backfilled_at)
      VALUES (\(values.joined(separator: ", ")), \(literal(new.reverse)), \
      \(literal(new.source?.table.sql ?? "")), \(literal(new.source?.condition ?? "")), \
      \(new.batchSize), \(literal(new.versions.sorted().joined(separator: "/"))), \(backfilled))
      ON CONFLICT (table_name, new_column) DO UPDATE SET old_column = excluded.old_column,
        transform = excluded.transform, trigger_name = excluded.trigger_name,
        shadow_column = excluded.shadow_column, reverse = excluded.reverse,
        source_table = excluded.source_table, source_condition = excluded.source_condition,
        batch_size = excluded.batch_size, versions = excluded.versions, status = 'expanded', contracted_at = NULL,
        backfilled_at = \(resumes ? "e.backfilled_at" : "excluded.backfilled_at")
      """)
  }

  private static func literal(_ text: String) -> String {
    text.isEmpty ? "NULL" : quotedLiteral(text)
  }

  /// Ends a pair: in a contract, or where the project gives the change up.
  public static func drop(_ old: Expansion, in context: PlanContext) -> [Operation] {
    let isContracted = context.contracts[old.id] != nil
    let state =
      isContracted
      ? "UPDATE \(stateSchema).expand_state SET status = 'contracted', contracted_at = now()"
      : "DELETE FROM \(stateSchema).expand_state"
    return [
      Operation(
        .dropDualWriteTrigger, old.id, removal(of: old) + [SQLFragment("\(state) \(row(of: old))")],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: !isContracted, releases: [old.id],
        reversal: .impossible("writes since then reached one column only"),
        summary: isContracted
          ? "\(old.column) stands alone" : "\(old.from) and \(old.column) go their own ways")
    ]
  }

  /// The condition of a pair's row, whether its table is written with a schema or without.
  static func row(of pair: Expansion) -> String {
    let schema = pair.table.schema
    let names = [quotedLiteral("\(schema).\(pair.table.name)"), quotedLiteral(pair.table.name)]
    return "WHERE pg_schema = \(quotedLiteral(schema)) AND new_column = "
      + "\(quotedLiteral(pair.column)) AND table_name IN (\(names.joined(separator: ", ")))"
  }

  static func removal(of expansion: Expansion) -> [SQLFragment] {
    guard !expansion.triggerName.isEmpty else { return [] }
    let signature =
      expansion.functionSignature.isEmpty
      ? QualifiedName(schema: stateSchema, name: expansion.triggerName).sql + "()"
      : expansion.functionSignature
    return [
      SQLFragment(
        "DROP TRIGGER \(quotedIdentifier(expansion.triggerName)) ON \(expansion.table.sql)"),
      SQLFragment("DROP FUNCTION \(signature)"),
    ] + sourceRemoval(of: expansion)
      + (expansion.versions.isEmpty ? [] : DualWrite.versionRemoval(of: expansion))
  }
}

extension ExpansionKind {
  private static func sourceRemoval(of expansion: Expansion) -> [SQLFragment] {
    guard let source = expansion.source else { return [] }
    let name = MovedColumn.sourceTriggerName(of: expansion, source)
    return [
      SQLFragment("DROP TRIGGER \(quotedIdentifier(name)) ON \(source.table.sql)"),
      SQLFragment("DROP FUNCTION \(QualifiedName(schema: stateSchema, name: name).sql)()"),
    ]
  }
}

extension PlanContext {
  /// The names of a table's columns, live and declared.
  fileprivate func columnNames(of table: QualifiedName) -> Set<String> {
    Set(
      [live, declared].flatMap { snapshot in
        snapshot.parts(of: Table.id(table), as: Column.self).map(\.name)
      })
  }
}

extension DualWrite {
  init(_ expansion: Expansion, in context: PlanContext) {
    let columns = context.columnNames(of: expansion.table)
    self.init(
      expansion: expansion, columns: columns.union([expansion.from, expansion.shadowColumn]),
      searchPath: context.searchPath(from: expansion.table.schema))
  }
}
