import SQLText
import SchemaCore

/// The contract of a column that keeps its name: the old one goes, the new one takes its name and
/// everything that stands on it, in one transaction that reads no rows.
struct ColumnSwap {
  let pair: Expansion
  /// The live column, of the former type.
  let old: Column
  /// The column as it is declared.
  let new: Column
  let form: ContractForm
  let context: PlanContext

  /// What stood on the old column went with it; the twins take over.
  private var succession: [SQLFragment] {
    pair.namesakes.flatMap { id in
      let key = context.live[id]
      let deferral =
        (key as? PrimaryKey)?.deferral ?? (key as? UniqueConstraint)?.deferral ?? .notDeferrable
      return ColumnTwins.succession(of: id, on: pair.table, deferral: deferral)
    }
  }
  private var alter: String { "ALTER TABLE \(pair.table.sql)" }
  private var name: String { quotedIdentifier(old.name) }
  private var shadow: String { quotedIdentifier(pair.shadowColumn) }

  func operation() -> Operation {
    let leaving = isKept ? aside : [SQLFragment("\(alter) DROP COLUMN \(name)")]
    return Operation(
      .contractColumn, old.id,
      referrers.map { ConstraintSQL.removal(of: $0.name, from: $0.table) } + departure + leaving
        + [SQLFragment("\(alter) RENAME COLUMN \(shadow) TO \(name)")] + succession + arrival
        + referrers.map(returning) + keeping,
      locks: locks, dataEffect: isKept ? .preserves : .destroys,
      // The command has asked for the flag, and found every row done.
      isDestructive: false, provides: [new.id],
      reversal: .impossible("the column's former values are not kept"),
      summary: "type \(old.type.sql) → \(new.type.sql), by the column that was filled")
  }

  // MARK: The old column aside

  private var isKept: Bool { form != .dropped }

  /// What stands on the old column gives its names up; the values stay.
  private var aside: [SQLFragment] {
    pair.namesakes.map { ColumnTwins.removal(of: $0, on: pair.table) }
      + ColumnContract.renaming(old, on: pair.table)
  }

  private var keeping: [SQLFragment] {
    guard case .kept(let seconds) = form else { return [] }
    var settled = pair
    settled.shadowColumn = old.name
    settled.reverse = ColumnTwins(table: pair.table, old: pair.shadowColumn, shadow: old.name)
      .expression(pair.reverse)
    return [ColumnContract.record(of: pair, old, seconds: seconds)]
      + DualWrite(settled, in: context).keeper(of: ColumnContract.keptName(of: old.name))
  }

  private var locks: [RelationLock] {
    context.locks(.accessExclusive, on: Table.id(pair.table))
      + referrers.filter { $0.table != pair.table }.flatMap {
        context.locks(.accessExclusive, on: Table.id($0.table))
      }
  }

  /// The foreign keys that reference the column: they hold its key's index.
  private var referrers: [ForeignKey] {
    context.live.all(ForeignKey.self).filter { key in
      key.referencedTable == pair.table && key.referencedColumns.contains(old.name)
    }
  }

  /// New rows are checked at once; the rows that are there are looked at after the commit.
  private func returning(_ key: ForeignKey) -> SQLFragment {
    let isPlain = context.isPartitioned(key.table) && context.serverVersion < 180_000
    let clause = isPlain || !key.isEnforced ? key.inlineSQL : key.inlineSQL + " NOT VALID"
    return ConstraintSQL.addition(of: clause, to: key.table)
  }

  // MARK: What fills the column

  /// The old column's sequence would go with it.
  private var departure: [SQLFragment] {
    if let identity = old.identity {
      let sequence = identity.sequence(of: old)
      let former = SequenceSuccession(from: sequence, to: sequence)
      var heir = new
      heir.name = pair.shadowColumn
      guard let clause = new.identity?.clause(of: heir) else { return [] }
      return [
        former.departure, SQLFragment("\(alter) ALTER COLUMN \(shadow) ADD \(clause)"),
        former.setting,
      ]
    }
    guard let sequence = old.ownedSequence else { return [] }
    return [SQLFragment("ALTER SEQUENCE \(sequence.sql) OWNED BY NONE")]
  }

  private var arrival: [SQLFragment] {
    if old.identity != nil { return [] }
    var statements: [SQLFragment] = []
    if let sequence = old.ownedSequence {
      statements.append(
        SQLFragment("ALTER SEQUENCE \(sequence.sql) OWNED BY \(pair.table.sql).\(name)"))
      if new.isSerial {
        if let type = new.sequenceType, old.sequenceType != type {
          statements.append(SQLFragment("ALTER SEQUENCE \(sequence.sql) AS \(type.sql)"))
        }
        statements.append(
          SQLFragment(
            "\(alter) ALTER COLUMN \(name) SET DEFAULT nextval(\(quotedLiteral(sequence.sql)))"))
      }
    }
    if !new.defaultExpression.isEmpty {
      statements.append(
        SQLFragment("\(alter) ALTER COLUMN \(name) SET DEFAULT \(new.defaultExpression)"))
    }
    return statements
  }
}
