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
    return [creation(of: new, resumes: sameValues, in: context)]
  }

  private static func creation(
    of new: Expansion, resumes: Bool, in context: PlanContext
  ) -> Operation {
    let dualWrite = DualWrite(new, in: context)
    let shadow = Column.id(new.shadowColumn, of: new.table)
    let type = { (id: ObjectID) in
      (context.declared.object(id, as: Column.self) ?? context.live.object(id, as: Column.self))?
        .type ?? TypeName("text")
    }
    let trials = dualWrite.trials(
      type: type(shadow), formerType: type(Column.id(new.from, of: new.table)))
    return Operation(
      .createDualWriteTrigger, new.id,
      trials + [
        dualWrite.function(), dualWrite.trigger(), record(of: new, resumes: resumes, context),
      ],
      locks: context.locks(.shareRowExclusive, on: Table.id(new.table)),
      requires: Set(dualWrite.sources.map { Column.id($0, of: new.table) } + [shadow]),
      provides: [new.id], reversal: .statements(removal(of: new)),
      summary: "\(new.from) → \(new.column), \(new.reverse.isEmpty ? "one way" : "both ways")")
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
      backfilled_at)
      VALUES (\(values.joined(separator: ", ")), \(literal(new.reverse)), \
      \(literal(new.source?.table.sql ?? "")), \(literal(new.source?.condition ?? "")), \
      \(new.batchSize), \(backfilled))
      ON CONFLICT (table_name, new_column) DO UPDATE SET old_column = excluded.old_column,
        transform = excluded.transform, trigger_name = excluded.trigger_name,
        shadow_column = excluded.shadow_column, reverse = excluded.reverse,
        source_table = excluded.source_table, source_condition = excluded.source_condition,
        batch_size = excluded.batch_size, status = 'expanded', contracted_at = NULL,
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
    ]
  }
}

extension DualWrite {
  init(_ expansion: Expansion, in context: PlanContext) {
    let table = Table.id(expansion.table)
    let columns = [context.live, context.declared].flatMap { snapshot in
      snapshot.parts(of: table, as: Column.self).map(\.name)
    }
    self.init(
      expansion: expansion, columns: Set(columns + [expansion.from, expansion.shadowColumn]),
      searchPath: context.searchPath(from: expansion.table.schema))
  }
}
