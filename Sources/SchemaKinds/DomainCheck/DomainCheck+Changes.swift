import SQLText
public import SchemaCore

extension OperationKind {
  static let addDomainCheck = OperationKind("add_domain_check", .types)
  static let dropDomainCheck = OperationKind("drop_domain_check", .types)
  static let validateDomainCheck = OperationKind("validate_domain_check", .types)
}

extension DomainCheckKind {
  public static func needsReplacement(
    _ old: DomainCheck, by new: DomainCheck, in context: PlanContext
  ) -> Bool { !needsOnlyValidation(old, new) }

  private static func needsOnlyValidation(_ old: DomainCheck, _ new: DomainCheck) -> Bool {
    !old.isValid && new.isValid && lexicallyEqual(old.expression, new.expression)
  }

  /// A check of a new domain is part of CREATE DOMAIN; one of a live domain is added without
  /// looking at any row, and proven in a transaction of its own.
  public static func create(_ new: DomainCheck, in context: PlanContext) -> [Operation] {
    guard !context.isCreated(Domain.id(new.domain)) else { return [] }
    let use = DomainUse(of: new.domain, in: context.live)
    let isProvenLater = !new.isLeftUnchecked && !use.isEmpty
    let validity = new.isLeftUnchecked || isProvenLater ? " NOT VALID" : ""
    let addition = Operation(
      .addDomainCheck, new.id, [SQLFragment("\(alter(new)) ADD \(new.inlineSQL)\(validity)")],
      requires: context.operators(usedIn: [new.expression]), provides: [new.id],
      reversal: .statements([removal(of: new)]), summary: new.expression)
    return isProvenLater ? [addition, validation(of: new, use, in: context)] : [addition]
  }

  public static func alter(
    _ old: DomainCheck, into new: DomainCheck, in context: PlanContext
  ) -> [Operation] {
    if needsOnlyValidation(old, new) {
      return [validation(of: new, DomainUse(of: new.domain, in: context.live), in: context)]
    }
    let replacing = context.replacing(new.id)
    return drop(old, in: replacing) + create(new, in: replacing)
  }

  public static func drop(_ old: DomainCheck, in context: PlanContext) -> [Operation] {
    let isReplaced = context.isReplaced(old.id)
    let validity = old.isValid ? "" : " NOT VALID"
    return [
      Operation(
        .dropDomainCheck, old.id, [removal(of: old)], isDestructive: !isReplaced,
        releases: [old.id],
        reversal: .statements([SQLFragment("\(alter(old)) ADD \(old.inlineSQL)\(validity)")]),
        summary: isReplaced ? "\(old.expression) makes way" : old.expression)
    ]
  }

  /// From PostgreSQL 18 on writers of the tables don't wait for it.
  private static func validation(
    of check: DomainCheck, _ use: DomainUse, in context: PlanContext
  ) -> Operation {
    let mode: LockMode = context.serverVersion >= 180_000 ? .shareUpdateExclusive : .share
    let names = use.nested.map(\.description).joined(separator: ", ")
    return Operation(
      .validateDomainCheck, check.id,
      [SQLFragment("\(alter(check)) VALIDATE CONSTRAINT \(quotedIdentifier(check.name))")],
      locks: use.locks(mode, in: context),
      transactionality: .ownTransaction, dataEffect: .scans, requires: [check.id],
      reversal: .statements([]),
      summary: use.nested.isEmpty
        ? "checks the existing values"
        : "PostgreSQL refuses it while the domain is inside other types (\(names)): "
          + "declare the check as not_valid")
  }

  private static func alter(_ check: DomainCheck) -> String { "ALTER DOMAIN \(check.domain.sql)" }

  private static func removal(of check: DomainCheck) -> SQLFragment {
    SQLFragment("\(alter(check)) DROP CONSTRAINT \(quotedIdentifier(check.name))")
  }
}
