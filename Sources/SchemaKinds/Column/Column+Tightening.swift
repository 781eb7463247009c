import SQLText
import SchemaCore

extension ColumnKind {
  /// What the names of the checks that prove a column's NOT NULL start with.
  static let tighteningPrefix = "_sf_nn_"

  /// Returns the operation that makes an existing column NOT NULL without a scan under a
  /// strong lock.
  ///
  /// SET NOT NULL looks for a valid check that proves it (12 and later). It finds none when one
  /// statement drops it too, since drops come first among ALTER TABLE's actions: so there are
  /// four statements. What an interrupted run left is taken up by the first.
  static func tightening(of column: Column, in context: PlanContext) -> Operation {
    let alter = alterTable(column)
    let name = quotedIdentifier(column.name)
    let check = tighteningCheck(of: column)
    let naming =
      column.notNullName.isEmpty
      ? []
      : [
        SQLFragment(
          "\(alter) RENAME CONSTRAINT \(quotedIdentifier(column.defaultNotNullName)) "
            + "TO \(quotedIdentifier(column.notNullName))")
      ]
    return Operation(
      .tightenNotNull, column.id,
      [
        SQLFragment(
          "\(alter) DROP CONSTRAINT IF EXISTS \(check), "
            + "ADD CONSTRAINT \(check) CHECK (\(name) IS NOT NULL) NOT VALID"),
        SQLFragment("\(alter) VALIDATE CONSTRAINT \(check)", isUnbounded: true),
        SQLFragment("\(alter) ALTER COLUMN \(name) SET NOT NULL"),
        SQLFragment("\(alter) DROP CONSTRAINT \(check)"),
      ] + naming,
      locks: context.locks(.accessExclusive, on: Table.id(column.table)),
      transactionality: .ownTransaction, dataEffect: .scans, requires: [column.id],
      reversal: .statements([SQLFragment("\(alter) ALTER COLUMN \(name) DROP NOT NULL")]),
      summary: "NOT NULL, proven by a check that is validated first")
  }

  /// Returns whether a run's new primary key makes the column NOT NULL by itself.
  static func isTightenedByKey(_ column: Column, in context: PlanContext) -> Bool {
    context.declared.parts(of: Table.id(column.table), as: PrimaryKey.self).contains {
      context.isCreated($0.id) && $0.columns.contains(column.name)
    }
  }

  /// Whether a live primary key that stays has the column.
  static func isHeldByKey(_ column: Column, in context: PlanContext) -> Bool {
    context.live.parts(of: Table.id(column.table), as: PrimaryKey.self).contains {
      !context.dropped.contains($0.id) && $0.columns.contains(column.name)
    }
  }

  static func tighteningCheck(of column: Column) -> String {
    quotedIdentifier(truncatedIdentifier(tighteningPrefix + column.name))
  }
}
