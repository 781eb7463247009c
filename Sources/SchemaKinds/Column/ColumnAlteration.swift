import SQLText
import SchemaCore

/// The statements that change a column's type, default and nullability in place.
struct ColumnAlteration {
  let old: Column
  let new: Column
  /// Whether a tightening check that stands is taken up by the tightening that follows.
  let keepsCheck: Bool
  /// Whether the table is foreign: it has no rows here that USING could change (42809).
  var isForeign = false

  private var alter: String { ColumnKind.alterTable(new) }
  private var name: String { quotedIdentifier(new.name) }
  private var typeChange: TypeChange? {
    old.type == new.type ? nil : TypeChange(old: old.type, new: new.type)
  }

  /// Whether the type or its collation changes: both are the same action.
  var isRetyped: Bool { old.type != new.type || old.collation != new.collation }

  var isNarrowing: Bool { typeChange?.isNarrowing ?? false }

  var dataEffect: DataEffect {
    if let typeChange {
      return typeChange.rewritesTable || !new.usingExpression.isEmpty ? .rewrites : .preserves
    }
    // Another collation makes the server build indexes anew.
    return changesExpression ? .rewrites : becomesSerial || isRetyped ? .scans : .preserves
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
    if losesIdentity { actions.append("ALTER COLUMN \(name) DROP IDENTITY") }
    if !old.generatedExpression.isEmpty, new.generatedExpression.isEmpty {
      actions.append("ALTER COLUMN \(name) DROP EXPRESSION")
    }
    if dropsDefault { actions.append("ALTER COLUMN \(name) DROP DEFAULT") }
    if !old.isNullable, new.isNullable || renewsNotNull {
      actions.append("ALTER COLUMN \(name) DROP NOT NULL")
    }
    if !old.tighteningCheck.isEmpty, !keepsCheck {
      actions.append("DROP CONSTRAINT \(quotedIdentifier(old.tighteningCheck))")
    }
    return actions
  }

  private var typeActions: [String] {
    guard isRetyped else { return [] }
    let type = "\(new.type.sql)\(new.collation.clause)"
    // A generated column's values come from its expression: USING is an error (42601).
    if !new.generatedExpression.isEmpty || isForeign {
      return ["ALTER COLUMN \(name) TYPE \(type)"]
    }
    let cast =
      new.usingExpression.isEmpty ? "\(name)::\(new.type.sql)" : new.usingExpression
    return ["ALTER COLUMN \(name) TYPE \(type) USING \(cast)"]
  }

  private var settingActions: [String] {
    var actions: [String] = []
    if setsDefault { actions.append("ALTER COLUMN \(name) SET DEFAULT \(new.defaultExpression)") }
    if changesExpression {
      actions.append("ALTER COLUMN \(name) SET EXPRESSION AS (\(new.generatedExpression))")
    }
    if renewsNotNull { actions.append("ALTER COLUMN \(name) SET NOT NULL") }
    return actions
  }

  /// Whether NOT NULL has to be away while the type changes: PostgreSQL 18 makes the constraints
  /// anew and stumbles over a child that has one of its own name (55000).
  private var renewsNotNull: Bool {
    isRetyped && !old.isNullable && !new.isNullable && old.notNullConstraint.isInherited
  }

  private var oldHasDefault: Bool { !old.defaultExpression.isEmpty || old.isSerial }
  private var keepsDefault: Bool {
    old.defaultExpression == new.defaultExpression && old.isSerial == new.isSerial
  }

  /// Whether the default is dropped or set, which partitions' own defaults don't survive.
  var touchesDefault: Bool { dropsDefault || setsDefault || becomesSerial }

  /// The default is an expression of the old type, which the new one need not take over; the
  /// `nextval` of a serial column fits every integer type.
  private var dropsDefault: Bool {
    guard oldHasDefault, !(old.isSerial && (new.isSerial || new.identity != nil))
    else { return false }
    if typeChange != nil { return true }
    return !keepsDefault && new.defaultExpression.isEmpty
  }

  private var setsDefault: Bool {
    !new.defaultExpression.isEmpty && (typeChange != nil || !keepsDefault)
  }

  /// Makes the sequence where the column owns none, and lets it go on after the highest value,
  /// or where the identity stood.
  private var serialStatements: [SQLFragment] {
    let sequence = new.sequenceName.sql
    let type = (new.sequenceType ?? new.type).sql
    let literal = quotedLiteral(sequence)
    var statements: [SQLFragment] = []
    let creation = "CREATE SEQUENCE \(sequence) AS \(type) OWNED BY \(new.table.sql).\(name)"
    if let identity = old.identity {
      let former = SequenceSuccession(from: identity.sequence(of: old), to: new.sequenceName)
      statements = [former.departure, SQLFragment(creation), former.setting]
      statements.append(SQLFragment("\(alter) ALTER COLUMN \(name) DROP IDENTITY"))
    } else {
      statements = [
        SQLFragment(old.ownedSequence == nil ? creation : "ALTER SEQUENCE \(sequence) AS \(type)"),
        SQLFragment(
          "SELECT setval(\(literal), GREATEST(max(\(name)), 0) + 1, false) "
            + "FROM \(new.table.sql)"),
      ]
    }
    return statements + [
      SQLFragment("\(alter) ALTER COLUMN \(name) SET DEFAULT nextval(\(literal))")
    ]
  }

  /// Whether the column's identity goes, and with it the place at which it counts.
  var losesIdentity: Bool { old.identity != nil && new.identity == nil && !becomesSerial }

  var summary: String {
    var parts: [String] = []
    if typeChange != nil { parts.append("type \(old.type.sql) → \(new.type.sql)") }
    if isNarrowing { parts.append("which narrows it") }
    if old.collation != new.collation {
      parts.append("collation \(new.collation.name?.description ?? "of its type")")
    }
    if becomesSerial {
      parts.append("filled by a sequence")
    } else if !new.defaultExpression.isEmpty, !keepsDefault {
      parts.append("default \(new.defaultExpression)")
    } else if oldHasDefault, !keepsDefault {
      parts.append("no default")
    }
    if losesIdentity { parts.append("no identity") }
    if changesExpression {
      parts.append("computed anew")
    } else if !old.generatedExpression.isEmpty, new.generatedExpression.isEmpty {
      parts.append("no longer generated; values are kept")
    }
    if !old.isNullable, new.isNullable { parts.append("nullable") }
    if !old.tighteningCheck.isEmpty, !keepsCheck {
      parts.append("without the check of an interrupted run")
    }
    return parts.joined(separator: ", ")
  }

  var reversal: Reversal {
    if isNarrowing { return .impossible("the rows' former values are not kept") }
    if losesIdentity { return .impossible("the identity's place is not kept") }
    if !old.generatedExpression.isEmpty { return .impossible("the column was generated") }
    if becomesSerial || (old.isSerial != new.isSerial && new.identity == nil) {
      return .impossible("the sequence's former place is not kept")
    }
    var back = new
    back.usingExpression = ""
    var former = old
    former.usingExpression = ""
    former.tighteningCheck = ""
    var statements = ColumnAlteration(
      old: back, new: former, keepsCheck: false, isForeign: isForeign
    ).statements
    if !old.isNullable, new.isNullable {
      statements.append(SQLFragment("\(alter) ALTER COLUMN \(name) SET NOT NULL"))
    }
    return .statements(statements)
  }
}
