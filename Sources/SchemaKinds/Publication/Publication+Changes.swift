import SQLText
public import SchemaCore

extension OperationKind {
  static let createPublication = OperationKind("create_publication", .triggers)
  static let alterPublication = OperationKind("alter_publication", .triggers)
  static let dropPublication = OperationKind("drop_publication", .triggers)
}

extension PublicationKind {
  /// Publications belong to the database: only a project that has some says that others are
  /// too many.
  public static func isDropCandidate(_ live: Publication, in context: PlanContext) -> Bool {
    context.declared.ids.contains { $0.kind == .publication }
  }

  /// No statement makes a publication of all tables one of some, or the reverse.
  public static func needsReplacement(
    _ old: Publication, by new: Publication, in context: PlanContext
  ) -> Bool { old.publishesAllTables != new.publishesAllTables }

  public static func create(_ new: Publication, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createPublication, new.id, [new.creation],
        locks: locks(new.tables, in: context), provides: [new.id],
        reversal: .statements([new.removal]), summary: summary(of: new, in: context))
    ]
  }

  public static func alter(
    _ old: Publication, into new: Publication, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterPublication, new.id, new.statements(from: old),
        locks: locks(new.tables.filter { !old.tables.contains($0) }, in: context),
        provides: [new.id], reversal: .statements(old.statements(from: new)),
        summary: summary(of: new, in: context))
    ]
  }

  public static func drop(_ old: Publication, in context: PlanContext) -> [Operation] {
    let isReplaced = context.isReplaced(old.id)
    return [
      Operation(
        .dropPublication, old.id, [old.removal], isDestructive: !isReplaced,
        releases: [old.id], reversal: .statements([old.creation]),
        summary: isReplaced ? "makes way" : "")
    ]
  }

  /// CREATE and ALTER PUBLICATION take SHARE UPDATE EXCLUSIVE on the tables that they name.
  private static func locks(
    _ members: [Publication.Member], in context: PlanContext
  ) -> [RelationLock] {
    members.flatMap { context.locks(.shareUpdateExclusive, on: Table.id($0.table)) }
  }

  private static func summary(of new: Publication, in context: PlanContext) -> String {
    var parts: [String] = []
    if new.publishesAllTables { parts.append("all tables") }
    if !new.tables.isEmpty {
      parts.append("tables \(new.tables.map(\.table.description).joined(separator: ", "))")
    }
    if !new.schemas.isEmpty {
      parts.append("schemas \(new.schemas.joined(separator: ", "))")
    }
    let level = context.facts.walLevel
    if !level.isEmpty, level != "logical" {
      parts.append("warning: nothing is published while the server's wal_level is '\(level)'")
    }
    return parts.joined(separator: "; ")
  }
}

extension PlanContext {
  /// The statements by which publications let go of a table of which they name a column, in a
  /// list or a filter, and take it up again: the column's type can't change meanwhile (0A000).
  func publicationsStepping(
    asideFrom column: Column
  ) -> (release: [SQLFragment], restoration: [SQLFragment]) {
    var (release, restoration): ([SQLFragment], [SQLFragment]) = ([], [])
    for publication in live.all(Publication.self) where !isDropped(publication.id) {
      let isNamed = publication.tables.contains { member in
        member.table == column.table
          && (member.columns.contains(column.name)
            || SQLLexer.tokens(of: member.filter).contains { $0.name == column.name })
      }
      guard isNamed else { continue }
      var without = publication
      without.tables.removeAll { $0.table == column.table }
      let wanted = written?.object(publication.id, as: Publication.self) ?? publication
      release += without.statements(from: publication)
      restoration += wanted.statements(from: without)
    }
    return (release, restoration)
  }
}

extension Publication {
  fileprivate var sqlName: String { quotedIdentifier(name) }

  fileprivate var creation: SQLFragment {
    var text = "CREATE PUBLICATION \(sqlName)"
    if publishesAllTables {
      text += " FOR ALL TABLES"
    } else if !contents.isEmpty {
      text += " FOR \(contents)"
    }
    return SQLFragment("\(text) WITH (\(parameters))")
  }

  fileprivate var removal: SQLFragment { SQLFragment("DROP PUBLICATION \(sqlName)") }

  /// `ONLY`, since a table's children would otherwise become members of their own.
  private var contents: String {
    let members = tables.map { member in
      var text = "TABLE ONLY \(member.table.sql)"
      if !member.columns.isEmpty { text += " \(ConstraintSQL.list(member.columns))" }
      if !member.filter.isEmpty {
        text += " WHERE \(ConstraintSQL.parenthesized(member.filter))"
      }
      return text
    }
    return (members + schemas.map { "TABLES IN SCHEMA \(quotedIdentifier($0))" })
      .joined(separator: ", ")
  }

  private var parameters: String {
    let list = Publication.allEvents.filter(events.contains).joined(separator: ", ")
    return "publish = \(quotedLiteral(list)), publish_via_partition_root = \(publishesViaRoot)"
  }

  /// The statements that lead from another state of the publication to this one.
  fileprivate func statements(from old: Publication) -> [SQLFragment] {
    let alter = "ALTER PUBLICATION \(sqlName)"
    var statements: [SQLFragment] = []
    if old.tables != tables || old.schemas != schemas {
      if !contents.isEmpty {
        statements.append(SQLFragment("\(alter) SET \(contents)"))
      } else {
        // SET takes no empty list.
        let members =
          old.tables.map { "TABLE ONLY \($0.table.sql)" }
          + old.schemas.map { "TABLES IN SCHEMA \(quotedIdentifier($0))" }
        statements.append(SQLFragment("\(alter) DROP \(members.joined(separator: ", "))"))
      }
    }
    if old.events != events || old.publishesViaRoot != publishesViaRoot {
      statements.append(SQLFragment("\(alter) SET (\(parameters))"))
    }
    return statements
  }
}
