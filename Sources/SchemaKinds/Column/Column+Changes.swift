import SQLText
public import SchemaCore

extension OperationKind {
  static let addColumn = OperationKind("add_column", .tables)
  static let alterColumn = OperationKind("alter_column", .tables)
  static let dropColumn = OperationKind("drop_column", .tables)
  static let addIdentity = OperationKind("add_identity", .tables)
  /// A column that is nullable so far is tightened first.
  static let addLateIdentity = OperationKind("add_identity", .postScripts)
  static let tightenNotNull = OperationKind("tighten_not_null", .postScripts)
}

extension ColumnKind {
  /// A column of a table that the run creates is part of CREATE TABLE.
  public static func create(_ new: Column, in context: PlanContext) -> [Operation] {
    guard !context.isCreated(Table.id(new.table)) else { return [] }
    if let old = inherited(new, in: context) { return alter(old, into: new, in: context) }
    if let pair = context.pair(of: new) { return [expansion(by: new, pair, in: context)] }
    if let identity = new.identity, staysWithoutIdentityBelow(new, in: context) {
      return [identityCreation(identity, of: new, in: context)]
    }
    // NOT NULL without a value for existing rows can't be met by ADD COLUMN: post-scripts or
    // seeds may fill the column before it is tightened.
    let isTightenedLater = !new.isNullable && !new.fillsItself
    let definition = new.definition(isNullable: new.isNullable || isTightenedLater)
    let drop = SQLFragment("\(alterTable(new)) DROP COLUMN \(quotedIdentifier(new.name))")
    var summary = new.isSerial ? new.serialTypeName : new.type.sql
    if isTightenedLater {
      summary += ", nullable until the existing rows are filled, then NOT NULL"
    } else if !new.isNullable {
      summary += " NOT NULL"
    }
    let addition = Operation(
      .addColumn, new.id,
      [SQLFragment("\(alterTable(new)) ADD COLUMN \(definition)")] + completion(of: [new]),
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: rewritesWhenAdded(new) || context.isConstrained(new.type)
        ? .rewrites : .preserves,
      requires: sources(of: new, in: context), provides: provisions(of: new),
      reversal: .statements([drop]), summary: summary)
    return isTightenedLater ? [addition, tightening(of: new, in: context)] : [addition]
  }

  /// Adds the new column of a pair: nothing is scanned or written.
  private static func expansion(
    by new: Column, _ pair: Expansion, in context: PlanContext
  ) -> Operation {
    let alter = alterTable(new)
    return Operation(
      .expandColumn, new.id,
      [SQLFragment("\(alter) ADD COLUMN \(new.definition(isNullable: true))")],
      locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
      reversal: .statements([
        SQLFragment("\(alter) DROP COLUMN \(quotedIdentifier(new.name))")
      ]),
      summary: "\(new.type.sql), to take the place of \(pair.from)")
  }

  public static func drop(_ old: Column, in context: PlanContext) -> [Operation] {
    if let contract = contract(of: old, in: context) { return [contract] }
    let sequences = keptSequences(of: [old.id], in: context)
    return [
      Operation(
        .dropColumn, old.id,
        sequences.map(SequenceKind.parting)
          + [SQLFragment("\(alterTable(old)) DROP COLUMN \(quotedIdentifier(old.name))")],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)), dataEffect: .destroys,
        isDestructive: true,
        // A table leaves its parents before it loses what it inherited.
        requires: [Table.id(old.table)], provides: Set(sequences),
        releases: Set([old.id] + [old.identitySequence].compactMap { $0 }),
        reversal: .impossible("the column's values are not kept"), summary: old.type.sql)
    ]
  }

  /// Drops the old column of a pair, or puts it aside, where that is what the plan is for.
  private static func contract(of old: Column, in context: PlanContext) -> Operation? {
    let pair = context.live.all(Expansion.self).first {
      context.contracts[$0.id] != nil && Column.id($0.from, of: $0.sourceTable) == old.id
    }
    guard let pair, let form = context.contracts[pair.id] else { return nil }
    return ColumnContract(pair: pair, old: old, form: form).operation(in: context)
  }

  /// What is there once the column is: a serial one makes its sequence.
  static func provisions(of column: Column) -> Set<ObjectID> {
    if column.isSerial { return [column.id, NumberSequence.id(column.sequenceName)] }
    return Set([column.id] + [column.identitySequence].compactMap { $0 })
  }

  /// The declared sequences that live columns own: they leave the columns before these go.
  static func keptSequences(of columns: Set<ObjectID>, in context: PlanContext) -> [ObjectID] {
    context.live.all(NumberSequence.self).filter { sequence in
      sequence.ownedBy.map(columns.contains) == true && context.declared.contains(sequence.id)
    }.map(\.id)
  }

  /// A view, policy, trigger or generated column that uses a column bars its type (0A000).
  public static func disturbsDependents(
    _ old: Column, by new: Column, in context: PlanContext
  ) -> Bool {
    old.type != new.type || old.collation != new.collation
      || mustBeRebuilt(old, new, in: context)
  }

  /// Whether a column can only become what it is to be by being dropped and added again.
  ///
  /// No statement makes an ordinary column a generated one, and before 17 none changes the
  /// expression.
  static func mustBeRebuilt(_ old: Column, _ new: Column, in context: PlanContext) -> Bool {
    guard !new.generatedExpression.isEmpty,
      old.generatedExpression != new.generatedExpression || old.isVirtual != new.isVirtual
    else { return false }
    if old.isVirtual != new.isVirtual { return true }
    return old.generatedExpression.isEmpty || context.serverVersion < 170_000
      || old.type != new.type
  }

  static func alterTable(_ column: Column) -> String { "ALTER TABLE \(column.table.sql)" }

  /// Functions of defaults whose value is the same for all rows of a statement, so that
  /// ADD COLUMN stores it once instead of writing every row.
  private static let steadyFunctions: Set<String> = [
    "now", "transaction_timestamp", "statement_timestamp", "current_setting", "current_schema",
    "date_trunc", "date_part", "make_date", "make_interval", "to_date", "to_timestamp",
    "coalesce", "nullif", "lower", "upper", "concat", "format", "jsonb_build_object",
    "jsonb_build_array", "json_build_object", "json_build_array", "to_jsonb", "timezone",
    "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "array",
  ]

  private static func rewritesWhenAdded(_ column: Column) -> Bool {
    if column.isSerial || column.identity != nil { return true }
    if !column.generatedExpression.isEmpty { return !column.isVirtual }
    let functions = SQLReferences(in: column.defaultExpression).functions
    return functions.contains { !steadyFunctions.contains($0.name) }
  }
}
