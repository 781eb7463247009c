import SQLText
public import SchemaCore

extension ColumnKind {
  public static func alter(
    _ old: Column, into new: Column, in context: PlanContext
  ) -> [Operation] {
    if mustBeRebuilt(old, new, in: context) { return [rebuilding(of: old, as: new, in: context)] }
    let isTightened = old.isNullable && !new.isNullable && !isTightenedByKey(new, in: context)
    let alteration = ColumnAlteration(old: old, new: new, keepsCheck: isTightened)
    var operations: [Operation] = []
    if !alteration.statements.isEmpty { operations.append(change(alteration, in: context)) }
    if let type = new.sequenceType, old.isSerial, old.sequenceType != type {
      operations.append(sequenceChange(from: old, to: new, type: type))
    }
    if isTightened { operations.append(tightening(of: new, in: context)) }
    return operations
  }

  private static func change(
    _ alteration: ColumnAlteration, in context: PlanContext
  ) -> Operation {
    let new = alteration.new
    var operation = Operation(
      .alterColumn, new.id, alteration.statements,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: alteration.dataEffect, isDestructive: alteration.isNarrowing,
      requires: sources(of: new, in: context), provides: [new.id],
      reversal: alteration.reversal, summary: alteration.summary)
    if alteration.old.type != new.type { takeGeneratedColumns(into: &operation, alteration, context) }
    return operation
  }

  /// The type of a column that a generated one is computed from can't change (0A000), so the
  /// generated one leaves for the time.
  private static func takeGeneratedColumns(
    into operation: inout Operation, _ alteration: ColumnAlteration, _ context: PlanContext
  ) {
    for live in generatedColumns(from: alteration.old, in: context) {
      let declared = context.declared.object(live.id, as: Column.self) ?? live
      guard !declared.generatedExpression.isEmpty else {
        // Its own change makes it an ordinary column, which keeps its values.
        operation.requires.insert(live.id)
        continue
      }
      let rebuilding = ColumnRebuilding(of: live, as: declared, in: context)
      operation.statements.insert(rebuilding.drop, at: 0)
      operation.statements += rebuilding.additions
      operation.dataEffect = .rewrites
      operation.summary += ", generated column '\(live.name)' computed anew"
      operation.reversal = .impossible("generated column '\(live.name)' stands on it")
    }
  }

  private static func rebuilding(
    of old: Column, as new: Column, in context: PlanContext
  ) -> Operation {
    let isComputed = !old.generatedExpression.isEmpty
    let rebuilding = ColumnRebuilding(of: old, as: new, in: context)
    return Operation(
      .alterColumn, new.id, [rebuilding.drop] + rebuilding.additions,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: isComputed ? .rewrites : .destroys, isDestructive: !isComputed,
      requires: sources(of: new, in: context), provides: [new.id],
      reversal: isComputed
        ? .statements(reversal(of: old, in: context))
        : .impossible("the column's values are not kept"),
      summary: isComputed
        ? "computed anew by another expression"
        : "becomes a generated column; its values are replaced")
  }

  private static func reversal(of old: Column, in context: PlanContext) -> [SQLFragment] {
    let back = ColumnRebuilding(of: old, as: old, in: context)
    return [back.drop] + back.additions
  }

  private static func sequenceChange(
    from old: Column, to new: Column, type: TypeName
  ) -> Operation {
    let sequence = new.sequenceName.sql
    let former = old.sequenceType ?? old.type
    return Operation(
      .alterSequence, new.id, [SQLFragment("ALTER SEQUENCE \(sequence) AS \(type.sql)")],
      requires: [new.id],
      reversal: .statements([SQLFragment("ALTER SEQUENCE \(sequence) AS \(former.sql)")]),
      summary: "sequence type \(former.sql) → \(type.sql)")
  }

  /// No statement makes an ordinary column a generated one: its values are given up for those
  /// of the expression.
  private static func conversion(
    of old: Column, into new: Column, in context: PlanContext
  ) -> Operation {
    let name = quotedIdentifier(old.name)
    return Operation(
      .alterColumn, new.id,
      [
        SQLFragment("\(alterTable(old)) DROP COLUMN \(name)"),
        SQLFragment("\(alterTable(new)) ADD COLUMN \(new.definition)"),
      ],
      locks: context.locks(.accessExclusive, on: Table.id(new.table)), dataEffect: .destroys,
      isDestructive: true, provides: [new.id], releases: [new.id],
      reversal: .impossible("the column's values are not kept"),
      summary: "becomes a generated column; its values are replaced")
  }
}

/// The statements that change a column's type, default and nullability in place.
struct ColumnAlteration {
  let old: Column
  let new: Column
  /// Whether a tightening check that stands is taken up by the tightening that follows.
  let keepsCheck: Bool

  private var alter: String { ColumnKind.alterTable(new) }
  private var name: String { quotedIdentifier(new.name) }
  private var typeChange: TypeChange? {
    old.type == new.type ? nil : TypeChange(old: old.type, new: new.type)
  }

  var isNarrowing: Bool { typeChange?.isNarrowing ?? false }

  var dataEffect: DataEffect {
    if let typeChange {
      return typeChange.rewritesTable || !new.usingExpression.isEmpty ? .rewrites : .preserves
    }
    return changesExpression ? .rewrites : becomesSerial ? .scans : .preserves
  }

  private var becomesSerial: Bool { new.isSerial && !old.isSerial }
  private var changesExpression: Bool {
    !new.generatedExpression.isEmpty && old.generatedExpression != new.generatedExpression
  }

  /// The server applies the actions of one ALTER TABLE as drops, type changes, then defaults.
  var statements: [SQLFragment] {
    let actions = dropActions + typeActions + settingActions
    var statements: [SQLFragment] = []
    if !actions.isEmpty {
      statements.append(SQLFragment("\(alter) \(actions.joined(separator: ", "))"))
    }
    return becomesSerial ? statements + serialStatements : statements
  }

  private var dropActions: [String] {
    var actions: [String] = []
    if old.identity != .none, new.identity == .none {
      actions.append("ALTER COLUMN \(name) DROP IDENTITY")
    }
    if !old.generatedExpression.isEmpty, new.generatedExpression.isEmpty {
      actions.append("ALTER COLUMN \(name) DROP EXPRESSION")
    }
    if dropsDefault { actions.append("ALTER COLUMN \(name) DROP DEFAULT") }
    if !old.isNullable, new.isNullable { actions.append("ALTER COLUMN \(name) DROP NOT NULL") }
    if old.hasTighteningCheck, !keepsCheck {
      actions.append("DROP CONSTRAINT \(ColumnKind.tighteningCheck(of: old))")
    }
    return actions
  }

  private var typeActions: [String] {
    guard typeChange != nil else { return [] }
    // A generated column's values come from its expression: USING is an error (42601).
    if !new.generatedExpression.isEmpty { return ["ALTER COLUMN \(name) TYPE \(new.type.sql)"] }
    let cast =
      new.usingExpression.isEmpty ? "\(name)::\(new.type.sql)" : new.usingExpression
    return ["ALTER COLUMN \(name) TYPE \(new.type.sql) USING \(cast)"]
  }

  private var settingActions: [String] {
    var actions: [String] = []
    if setsDefault { actions.append("ALTER COLUMN \(name) SET DEFAULT \(new.defaultExpression)") }
    if changesExpression {
      actions.append("ALTER COLUMN \(name) SET EXPRESSION AS (\(new.generatedExpression))")
    }
    return actions
  }

  private var oldHasDefault: Bool { !old.defaultExpression.isEmpty || old.isSerial }
  private var keepsDefault: Bool {
    old.defaultExpression == new.defaultExpression && old.isSerial == new.isSerial
  }

  /// The default is an expression of the old type, which the new one need not take over; the
  /// `nextval` of a serial column fits every integer type.
  private var dropsDefault: Bool {
    guard oldHasDefault, !(old.isSerial && new.isSerial) else { return false }
    if typeChange != nil { return true }
    return !keepsDefault && new.defaultExpression.isEmpty
  }

  private var setsDefault: Bool {
    !new.defaultExpression.isEmpty && (typeChange != nil || !keepsDefault)
  }

  /// Makes the sequence where the column owns none, and lets it go on after the highest value.
  private var serialStatements: [SQLFragment] {
    let sequence = new.sequenceName.sql
    let type = (new.sequenceType ?? new.type).sql
    let creation =
      old.ownedSequence == nil || old.identity != .none
      ? "CREATE SEQUENCE \(sequence) AS \(type) OWNED BY \(new.table.sql).\(name)"
      : "ALTER SEQUENCE \(sequence) AS \(type)"
    let literal = quotedLiteral(sequence)
    return [
      SQLFragment(creation),
      SQLFragment(
        "SELECT setval(\(literal), GREATEST(max(\(name)), 0) + 1, false) FROM \(new.table.sql)"),
      SQLFragment("\(alter) ALTER COLUMN \(name) SET DEFAULT nextval(\(literal))"),
    ]
  }

  var summary: String {
    var parts: [String] = []
    if typeChange != nil { parts.append("type \(old.type.sql) → \(new.type.sql)") }
    if isNarrowing { parts.append("which narrows it") }
    if becomesSerial {
      parts.append("filled by a sequence")
    } else if !new.defaultExpression.isEmpty, !keepsDefault {
      parts.append("default \(new.defaultExpression)")
    } else if oldHasDefault, !keepsDefault {
      parts.append("no default")
    }
    if old.identity != new.identity { parts.append("no identity") }
    if changesExpression {
      parts.append("computed anew")
    } else if !old.generatedExpression.isEmpty, new.generatedExpression.isEmpty {
      parts.append("no longer generated; values are kept")
    }
    if !old.isNullable, new.isNullable { parts.append("nullable") }
    if old.hasTighteningCheck, !keepsCheck {
      parts.append("without the check of an interrupted run")
    }
    return parts.joined(separator: ", ")
  }

  var reversal: Reversal {
    if isNarrowing { return .impossible("the rows' former values are not kept") }
    if old.identity != new.identity { return .impossible("an identity is not made again") }
    if !old.generatedExpression.isEmpty { return .impossible("the column was generated") }
    if becomesSerial || old.isSerial != new.isSerial {
      return .impossible("the sequence's former place is not kept")
    }
    var back = new
    back.usingExpression = ""
    var former = old
    former.usingExpression = ""
    former.hasTighteningCheck = false
    var statements = ColumnAlteration(old: back, new: former, keepsCheck: false).statements
    if !old.isNullable, new.isNullable {
      statements.append(SQLFragment("\(alter) ALTER COLUMN \(name) SET NOT NULL"))
    }
    return .statements(statements)
  }
}
