import SQLText
public import SchemaCore

extension ExpansionEnding {
  /// Returns the operation for a pair; everything in it commits together.
  public func operation(
    for record: ExpansionRecord, in context: PlanContext
  ) -> SchemaCore.Operation {
    let pair = Expansion(record)
    return switch self {
    case .abort: abortion(of: pair, in: context)
    case .undo: undoing(pair, record, in: context)
    case .purge: purging(pair, record, in: context)
    }
  }

  private func abortion(of pair: Expansion, in context: PlanContext) -> SchemaCore.Operation {
    let column = quotedIdentifier(pair.shadowColumn)
    let statements =
      live(pair) + [
        SQLFragment("ALTER TABLE \(pair.table.sql) DROP COLUMN \(column)"),
        SQLFragment("DELETE FROM \(stateSchema).expand_state \(ExpansionKind.row(of: pair))"),
      ]
    return operation(.dropDualWriteTrigger, pair, statements, in: context)
  }

  private func undoing(
    _ pair: Expansion, _ record: ExpansionRecord, in context: PlanContext
  ) -> SchemaCore.Operation {
    let dualWrite = DualWrite(pair, in: context)
    let old = quotedIdentifier(record.oldColumn)
    let statements =
      live(pair) + retreat(of: pair, in: context) + [
        SQLFragment(
          "ALTER TABLE \(pair.sourceTable.sql) "
            + "RENAME COLUMN \(quotedIdentifier(record.keptColumn)) TO \(old)"),
        dualWrite.function(), dualWrite.trigger(),
        SQLFragment(
          """
          UPDATE \(stateSchema).expand_state SET status = 'expanded', contracted_at = NULL, \
          kept_column = NULL, kept_until = NULL \(ExpansionKind.row(of: pair))
          """),
      ]
    return operation(.createDualWriteTrigger, pair, statements, in: context)
  }

  /// A column that took the old one's name gives it back, and its default with it.
  private func retreat(of pair: Expansion, in context: PlanContext) -> [SQLFragment] {
    guard pair.keepsName else { return [] }
    let alter = "ALTER TABLE \(pair.table.sql)"
    let shadow = quotedIdentifier(pair.shadowColumn)
    let column = Column.id(pair.column, of: pair.table)
    return [
      SQLFragment("\(alter) RENAME COLUMN \(quotedIdentifier(pair.column)) TO \(shadow)"),
      SQLFragment("\(alter) ALTER COLUMN \(shadow) DROP DEFAULT"),
    ]
      + context.live.objects.compactMap { id, object in
        guard object.owner == Table.id(pair.table), standsOn(column, object) else { return nil }
        return ColumnTwins.retreat(of: id, on: pair.table)
      }
  }

  private func purging(
    _ pair: Expansion, _ record: ExpansionRecord, in context: PlanContext
  ) -> SchemaCore.Operation {
    let statements =
      live(pair) + [
        SQLFragment(
          "ALTER TABLE \(pair.sourceTable.sql) "
            + "DROP COLUMN \(quotedIdentifier(record.keptColumn))"),
        SQLFragment(
          """
          UPDATE \(stateSchema).expand_state SET kept_column = NULL, kept_until = NULL \
          \(ExpansionKind.row(of: pair))
          """),
      ]
    return operation(.contractColumn, pair, statements, in: context)
  }

  /// The live trigger goes with its function.
  private func live(_ pair: Expansion) -> [SQLFragment] {
    pair.functionSignature.isEmpty ? [] : ExpansionKind.removal(of: pair)
  }

  private func operation(
    _ kind: OperationKind, _ pair: Expansion, _ statements: [SQLFragment],
    in context: PlanContext
  ) -> SchemaCore.Operation {
    SchemaCore.Operation(
      kind, pair.id, statements,
      locks: context.locks(.accessExclusive, on: Table.id(pair.sourceTable)),
      summary: "\(pair.from) and \(pair.column)")
  }
}
