import SQLText
public import SchemaCore

extension OperationKind {
  static let createDomain = OperationKind("create_domain", .types)
  static let alterDomain = OperationKind("alter_domain", .types)
  static let dropDomain = OperationKind("drop_domain", .types)
}

extension DomainKind {
  /// No statement gives a domain another base type or collation.
  public static func needsReplacement(
    _ old: Domain, by new: Domain, in context: PlanContext
  ) -> Bool {
    old.type != new.type || old.collation != new.collation
  }

  public static func refusal(_ old: Domain, into new: Domain, in context: PlanContext) -> String? {
    if needsReplacement(old, by: new, in: context) {
      return context.replacementRefusal(
        of: old.id, change: "PostgreSQL can't change what a domain is based on")
    }
    guard old.isNullable, !new.isNullable else { return nil }
    let containers = DomainUse(of: old.name, in: context.live).nested
    guard !containers.isEmpty else { return nil }
    return """
      PostgreSQL can't make a domain NOT NULL while columns hold it inside arrays, composite or \
      range types: \(containers.map(\.description).joined(separator: ", "))
      """
  }

  public static func create(_ new: Domain, in context: PlanContext) -> [Operation] {
    let checks = context.declared.parts(of: new.id, as: DomainCheck.self)
    return [
      Operation(
        .createDomain, new.id, creation(of: new, checks: checks, in: context),
        requires: context.operators(
          usedIn: [new.defaultExpression] + checks.map(\.expression)),
        provides: Set([new.id] + checks.map(\.id)), reversal: .statements([removal(of: new)]),
        summary: new.type.sql)
    ]
  }

  public static func alter(
    _ old: Domain, into new: Domain, in context: PlanContext
  ) -> [Operation] {
    let changes = DomainAlteration(old: old, new: new)
    var operations: [Operation] = []
    if !changes.actions.isEmpty {
      operations.append(
        Operation(
          .alterDomain, new.id, statements(of: changes, on: new), provides: [new.id],
          reversal: .statements(statements(of: DomainAlteration(old: new, new: old), on: new)),
          summary: changes.summary))
    }
    if old.isNullable, !new.isNullable { operations.append(tightening(of: new, in: context)) }
    return operations
  }

  public static func drop(_ old: Domain, in context: PlanContext) -> [Operation] {
    let checks = context.live.parts(of: old.id, as: DomainCheck.self)
    return [
      Operation(
        .dropDomain, old.id, [removal(of: old)], isDestructive: true,
        releases: Set([old.id] + checks.map(\.id)),
        reversal: .statements(creation(of: old, checks: checks, in: context)))
    ]
  }

  // MARK: Statements

  /// A domain over another one takes over its default, which a project has to say.
  static func creation(
    of domain: Domain, checks: [DomainCheck], in context: PlanContext
  ) -> [SQLFragment] {
    var sql = "CREATE DOMAIN \(domain.name.sql) AS \(domain.type.sql)"
    if let collation = domain.collation { sql += " COLLATE \(collation.sql)" }
    if !domain.defaultExpression.isEmpty { sql += " DEFAULT \(domain.defaultExpression)" }
    if !domain.isNullable { sql += " NOT NULL" }
    for check in checks.sorted(by: { $0.name < $1.name }) { sql += " \(check.inlineSQL)" }
    let base = Domain.id(QualifiedName(schema: domain.type.schema, name: domain.type.name))
    let former = (context.declared[base] ?? context.live[base]) as? Domain
    let takesOver = domain.defaultExpression.isEmpty && former?.defaultExpression.isEmpty == false
    let removal = SQLFragment("ALTER DOMAIN \(domain.name.sql) DROP DEFAULT")
    return [SQLFragment(sql)] + (takesOver ? [removal] : [])
  }

  /// All rows of the domain's columns are read while their writers wait, so the change has a
  /// transaction of its own.
  private static func tightening(of domain: Domain, in context: PlanContext) -> Operation {
    let alter = "ALTER DOMAIN \(domain.name.sql)"
    return Operation(
      .alterDomain, domain.id, [SQLFragment("\(alter) SET NOT NULL")],
      locks: DomainUse(of: domain.name, in: context.live).locks(.share, in: context),
      transactionality: .ownTransaction,
      dataEffect: .scans, requires: [domain.id],
      reversal: .statements([SQLFragment("\(alter) DROP NOT NULL")]), summary: "NOT NULL")
  }

  private static func statements(
    of changes: DomainAlteration, on domain: Domain
  ) -> [SQLFragment] {
    changes.actions.map { SQLFragment("ALTER DOMAIN \(domain.name.sql) \($0)") }
  }

  private static func removal(of domain: Domain) -> SQLFragment {
    SQLFragment("DROP DOMAIN \(domain.name.sql)")
  }
}

/// What changes in a domain without looking at any row.
private struct DomainAlteration {
  let old: Domain
  let new: Domain

  private var changesDefault: Bool { old.defaultExpression != new.defaultExpression }
  private var loosens: Bool { !old.isNullable && new.isNullable }

  var actions: [String] {
    var actions: [String] = []
    if changesDefault {
      actions.append(
        new.defaultExpression.isEmpty ? "DROP DEFAULT" : "SET DEFAULT \(new.defaultExpression)")
    }
    if loosens { actions.append("DROP NOT NULL") }
    return actions
  }

  var summary: String {
    var parts: [String] = []
    if changesDefault {
      parts.append(
        new.defaultExpression.isEmpty ? "no default" : "default \(new.defaultExpression)")
    }
    if loosens { parts.append("nullable") }
    return parts.joined(separator: ", ")
  }
}
