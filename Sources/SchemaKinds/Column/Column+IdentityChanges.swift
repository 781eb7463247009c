import SQLText
import SchemaCore

extension ColumnKind {
  /// Changes how an identity column is filled.
  ///
  /// The options are changed at the sequence itself, which takes no lock on the table.
  static func identityChange(from old: Column, to new: Column) -> Operation? {
    guard let former = old.identity, let identity = new.identity else { return nil }
    let name = quotedIdentifier(new.name)
    func statements(_ old: Column.Identity, _ new: Column.Identity, _ column: Column)
      -> [SQLFragment]
    {
      var result: [SQLFragment] = []
      if old.sequenceName != new.sequenceName {
        result.append(
          SQLFragment(
            "ALTER SEQUENCE \(old.sequence(of: column).sql) "
              + "RENAME TO \(quotedIdentifier(new.sequenceName))"))
      }
      let changes = new.options.changes(from: old.options)
      if !changes.isEmpty {
        result.append(
          SQLFragment(
            "ALTER SEQUENCE \(new.sequence(of: column).sql) \(changes.joined(separator: " "))"))
      }
      if old.generation != new.generation {
        result.append(
          SQLFragment(
            "\(alterTable(column)) ALTER COLUMN \(name) SET GENERATED \(new.generation.sql)"))
      }
      return result
    }
    let changes = statements(former, identity, new)
    guard !changes.isEmpty else { return nil }
    let clause = identity.clause(of: new)
    let isRenamed = former.sequenceName != identity.sequenceName
    return Operation(
      .alterSequence, new.id, changes, requires: [new.id],
      provides: isRenamed ? Set([new.identitySequence].compactMap { $0 }) : [],
      releases: isRenamed ? Set([old.identitySequence].compactMap { $0 }) : [],
      reversal: .statements(statements(identity, former, new)), summary: clause.lowercased())
  }

  /// Makes a column an identity column, which goes on after the highest value, or where the
  /// sequence of the serial column stood.
  static func identityAddition(
    _ identity: Column.Identity, from old: Column, to new: Column, in context: PlanContext
  ) -> Operation {
    let alter = "\(alterTable(new)) ALTER COLUMN \(quotedIdentifier(new.name))"
    let addition = SQLFragment("\(alter) ADD \(identity.clause(of: new))")
    var statements = [addition, advance(identity, of: new)]
    if old.isSerial, let sequence = old.ownedSequence {
      let former = SequenceSuccession(from: sequence, to: identity.sequence(of: new))
      statements = [
        former.departure, SQLFragment("\(alter) DROP DEFAULT"), addition, former.setting,
        former.removal,
      ]
    }
    return Operation(
      old.isNullable ? .addLateIdentity : .addIdentity, new.id, statements,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      dataEffect: old.isSerial ? .preserves : .scans, requires: [new.id],
      provides: Set([new.identitySequence].compactMap { $0 }),
      reversal: old.isSerial
        ? .impossible("the sequence's former place is not kept")
        : .statements([SQLFragment("\(alter) DROP IDENTITY")]),
      summary: identity.clause(of: new).lowercased())
  }

  /// Adds an identity column to a table with children, for which ADD COLUMN is refused (42P16).
  ///
  /// An identity is the table's alone, while the column is the children's too: their rows are
  /// filled from a sequence that is there for the time, from which the identity goes on.
  static func identityCreation(
    _ identity: Column.Identity, of new: Column, in context: PlanContext
  ) -> Operation {
    let sequence = identity.sequence(of: new)
    let filling = SequenceSuccession(from: sequence, to: sequence)
    let alter = "\(alterTable(new)) ALTER COLUMN \(quotedIdentifier(new.name))"
    var column = new
    column.identity = nil
    column.defaultExpression = filling.nextValue
    return Operation(
      .addColumn, new.id,
      [
        filling.creation(identity.options, of: new.type),
        SQLFragment("\(alterTable(new)) ADD COLUMN \(column.definition)"),
        SQLFragment("\(alter) DROP DEFAULT"),
        SQLFragment("\(alter) ADD \(identity.clause(of: new))"), filling.setting,
        filling.removal,
      ] + completion(of: [new]),
      locks: context.locks(.accessExclusive, on: Table.id(new.table)), dataEffect: .rewrites,
      provides: provisions(of: new),
      reversal: .statements([
        SQLFragment("\(alterTable(new)) DROP COLUMN \(quotedIdentifier(new.name))")
      ]),
      summary: "\(new.type.sql) \(identity.clause(of: new).lowercased()), also in its children")
  }

  /// Whether PostgreSQL would have to add the column to other tables without its identity.
  static func staysWithoutIdentityBelow(_ column: Column, in context: PlanContext) -> Bool {
    let table = Table.id(column.table)
    // From 17 on partitions have the identity of their parent.
    if context.serverVersion < 170_000 {
      if context.facts.partitionsByParent[table]?.isEmpty == false { return true }
      if !context.declared.parts(of: table, as: Table.self).isEmpty { return true }
    }
    return [context.live, context.declared].contains { snapshot in
      snapshot.all(Table.self).contains { $0.parents.contains(column.table) }
    }
  }

  /// Lets the sequence give no value that a row has.
  private static func advance(_ identity: Column.Identity, of column: Column) -> SQLFragment {
    let sequence = quotedLiteral(identity.sequence(of: column).sql)
    let name = quotedIdentifier(column.name)
    let (start, step) = (identity.options.start, identity.options.increment)
    let (last, compare) = step > 0 ? ("max(\(name))", ">=") : ("min(\(name))", "<=")
    return SQLFragment(
      "SELECT setval(\(sequence), \(last)) FROM \(column.table.sql) "
        + "HAVING \(last) \(compare) \(start)")
  }
}

/// How one sequence takes the place of another, which may have its name.
struct SequenceSuccession {
  private let old: QualifiedName
  private let new: QualifiedName
  private let parted: QualifiedName

  init(from old: QualifiedName, to new: QualifiedName) {
    self.old = old
    self.new = new
    parted = QualifiedName(
      schema: old.schema, name: truncatedIdentifier("_sf_old_\(old.name)"))
  }

  /// Makes the one that is there for the time.
  func creation(_ options: SequenceOptions, of type: TypeName) -> SQLFragment {
    let clauses = ["CREATE SEQUENCE \(parted.sql) AS \(type.sql)"] + options.clauses(of: type)
    return SQLFragment(clauses.joined(separator: " "))
  }

  /// Calls the one that is there for the time.
  var nextValue: String { "nextval(\(quotedLiteral(parted.sql)))" }

  /// Gives the name up.
  var departure: SQLFragment {
    SQLFragment("ALTER SEQUENCE \(old.sql) RENAME TO \(quotedIdentifier(parted.name))")
  }

  /// Sets the new one to where the old one stands.
  var setting: SQLFragment {
    SQLFragment(
      "SELECT setval(\(quotedLiteral(new.sql)), last_value, is_called) FROM \(parted.sql)")
  }

  var removal: SQLFragment { SQLFragment("DROP SEQUENCE \(parted.sql)") }
}
