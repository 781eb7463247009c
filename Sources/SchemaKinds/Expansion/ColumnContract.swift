import SQLText
import SchemaCore

/// The end of a pair: the old column goes, or is put aside for a while.
struct ColumnContract {
  let pair: Expansion
  let old: Column
  let form: ContractForm

  private var alter: String { "ALTER TABLE \(old.table.sql)" }
  private var name: String { quotedIdentifier(old.name) }

  func operation(in context: PlanContext) -> Operation {
    Operation(
      .contractColumn, old.id, statements(in: context),
      locks: context.locks(.accessExclusive, on: Table.id(old.table)),
      dataEffect: isKept ? .preserves : .destroys,
      // The command has asked for the flag, and found every row done.
      isDestructive: false,
      // The trigger fires on the old column, so it goes first.
      requires: [Table.id(old.table)], releases: [old.id],
      reversal: .impossible("the column's values are not kept"),
      summary: isKept ? "put aside as \(keptName)" : old.type.sql)
  }

  private var isKept: Bool { form != .dropped }

  private var keptName: String { Self.keptName(of: old.name) }

  /// What an old column is called while it is kept.
  static func keptName(of column: String) -> String {
    truncatedIdentifier("_smplcty_sf_kept_\(column)")
  }

  private func statements(in context: PlanContext) -> [SQLFragment] {
    guard case .kept(let seconds) = form else {
      return [SQLFragment("\(alter) DROP COLUMN \(name)")]
        + pair.namesakes.flatMap { ColumnTwins.succession(of: $0, on: pair.table) }
    }
    let kept = quotedIdentifier(keptName)
    return [
      SQLFragment("\(alter) RENAME COLUMN \(name) TO \(kept)"),
      // Applications give it no value any more.
      SQLFragment("\(alter) ALTER COLUMN \(kept) DROP NOT NULL"),
      SQLFragment(
        """
        UPDATE \(stateSchema).expand_state SET kept_column = \(quotedLiteral(keptName)), \
        kept_until = now() + interval '\(seconds) seconds' \(ExpansionKind.row(of: pair))
        """),
    ] + DualWrite(pair, in: context).keeper(of: keptName)
  }
}

extension PlanContext {
  /// The pair whose new column a column is, nil for others.
  func pair(of column: Column) -> Expansion? {
    declared.parts(of: Table.id(column.table), as: Expansion.self).first {
      $0.shadowColumn == column.name
    }
  }
}
