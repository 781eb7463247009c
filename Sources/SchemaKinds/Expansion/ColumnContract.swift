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
    return Self.renaming(old, on: old.table)
      + [Self.record(of: pair, old, seconds: seconds)]
      + DualWrite(pair, in: context).keeper(of: keptName)
  }

  /// Gives an old column the name that it has while it is kept.
  static func renaming(_ old: Column, on table: QualifiedName) -> [SQLFragment] {
    let kept = quotedIdentifier(keptName(of: old.name))
    return [
      SQLFragment(
        "ALTER TABLE \(table.sql) RENAME COLUMN \(quotedIdentifier(old.name)) TO \(kept)"),
      // Applications give it no value any more.
      SQLFragment("ALTER TABLE \(table.sql) ALTER COLUMN \(kept) DROP NOT NULL"),
    ]
  }

  /// Notes in a pair's row for how long the old column is kept.
  static func record(of pair: Expansion, _ old: Column, seconds: Int) -> SQLFragment {
    SQLFragment(
      """
      UPDATE \(stateSchema).expand_state SET kept_column = \(quotedLiteral(keptName(of: old.name))), \
      kept_until = now() + interval '\(seconds) seconds' \(ExpansionKind.row(of: pair))
      """)
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
