import SQLText
public import SchemaCore

extension OperationKind {
  static let createView = OperationKind("create_view", .views)
  static let alterView = OperationKind("alter_view", .views)
  static let dropView = OperationKind("drop_view", .views)
}

extension ViewKind {
  /// The server alone knows the columns of a query.
  public static var derivedExpressions: Set<Int> { [1] }

  /// CREATE OR REPLACE VIEW keeps the columns and may append some (42P16 otherwise).
  ///
  /// Where the new columns aren't known, since the query needs what this run makes, the view
  /// is made anew, which always works.
  public static func needsReplacement(
    _ old: View, by new: View, in context: PlanContext
  ) -> Bool {
    if new.isOutdated { return true }
    guard !old.hasQuery(of: new) else { return false }
    return !keepsColumns(of: old, in: new)
  }

  /// Views that select everything of this one get its new columns only when made anew.
  public static func disturbsDependents(
    _ old: View, by new: View, in context: PlanContext
  ) -> Bool {
    guard !old.hasQuery(of: new), old.columns != new.columns else { return false }
    return (context.facts.dependents[old.id] ?? []).contains { dependent in
      let query =
        context.declared.object(dependent, as: View.self)?.ownQuery
        ?? context.declared.object(dependent, as: MaterializedView.self)?.ownQuery
      return query.map(selectsEverything) ?? false
    }
  }

  public static func create(_ new: View, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createView, new.id, [creation(of: new, orReplace: false)], provides: [new.id],
        reversal: .statements([removal(of: new)]))
    ]
  }

  public static func alter(_ old: View, into new: View, in context: PlanContext) -> [Operation] {
    let isSameQuery = old.hasQuery(of: new)
    return [
      isSameQuery ? optionChange(old, into: new, in: context) : replacement(old, new, context)
    ]
  }

  public static func drop(_ old: View, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropView, old.id, [removal(of: old)], locks: context.lock(on: old.id),
        isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old, orReplace: false)]))
    ]
  }

  // MARK: Statements

  /// CREATE OR REPLACE forgets the options that it doesn't repeat, and keeps grants and comment.
  private static func replacement(_ old: View, _ new: View, _ context: PlanContext) -> Operation {
    let isReversible = old.columns == new.columns
    return Operation(
      .createView, new.id, [creation(of: new, orReplace: true)],
      locks: context.locks(.accessExclusive, on: new.id), provides: [new.id],
      reversal: isReversible
        ? .statements([creation(of: old, orReplace: true)])
        : .impossible("CREATE OR REPLACE VIEW takes no column away"),
      summary: isReversible ? "query changed" : "query changed, with columns added")
  }

  private static func optionChange(
    _ old: View, into new: View, in context: PlanContext
  ) -> Operation {
    let changed = Set(old.options.settings).symmetricDifference(new.options.settings)
    return Operation(
      .alterView, new.id, change(of: new, to: new.options, from: old.options),
      locks: context.locks(.accessExclusive, on: new.id), provides: [new.id],
      reversal: .statements(change(of: new, to: old.options, from: new.options)),
      summary: Set(changed.map(\.name)).sorted().joined(separator: ", "))
  }

  private static func change(
    of view: View, to new: View.Options, from old: View.Options
  ) -> [SQLFragment] {
    let set = new.settings.filter { !old.settings.contains($0) }.map(\.sql)
    let names = new.settings.map(\.name)
    let reset = old.settings.map(\.name).filter { !names.contains($0) }
    let alter = "ALTER VIEW \(view.name.sql)"
    var statements: [SQLFragment] = []
    if !set.isEmpty {
      statements.append(SQLFragment("\(alter) SET (\(set.joined(separator: ", ")))"))
    }
    if !reset.isEmpty {
      statements.append(SQLFragment("\(alter) RESET (\(reset.joined(separator: ", ")))"))
    }
    return statements
  }

  private static func creation(of view: View, orReplace: Bool) -> SQLFragment {
    let verb = orReplace ? "CREATE OR REPLACE VIEW" : "CREATE VIEW"
    let settings = view.options.settings.map(\.sql).joined(separator: ", ")
    let options = settings.isEmpty ? "" : " WITH (\(settings))"
    return SQLFragment(
      "\(verb) \(view.name.sql)\(view.ownColumnList)\(options) AS\n\(view.ownQuery)")
  }

  private static func removal(of view: View) -> SQLFragment {
    SQLFragment("DROP VIEW \(view.name.sql)")
  }

  // MARK: Columns

  private static func keepsColumns(of old: View, in new: View) -> Bool {
    guard !new.columns.isEmpty else { return false }
    return new.columns == old.columns || old.columns.isEmpty
      || new.columns.utf8.starts(with: "\(old.columns), ".utf8)
  }
}

extension View.Options {
  /// An option that isn't PostgreSQL's default, as reloptions keep it.
  struct Setting: Hashable {
    var name: String
    var value: String
    var sql: String { "\(name) = \(value)" }
  }

  var settings: [Setting] {
    var settings: [Setting] = []
    if securityBarrier { settings.append(Setting(name: "security_barrier", value: "true")) }
    if securityInvoker { settings.append(Setting(name: "security_invoker", value: "true")) }
    if checkOption != .none {
      settings.append(Setting(name: "check_option", value: checkOption.rawValue))
    }
    return settings
  }
}

extension PlanContext {
  /// Returns the lock that a drop takes, also where the run makes the relation anew.
  func lock(on relation: ObjectID) -> [RelationLock] {
    live.contains(relation) ? [RelationLock(relation, .accessExclusive)] : []
  }
}
