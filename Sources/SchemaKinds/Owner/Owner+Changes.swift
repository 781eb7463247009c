import SQLText
public import SchemaCore

extension OperationKind {
  /// Before the grants: what a superuser grants counts as granted by the owner.
  static let setOwner = OperationKind("set_owner", .grants)
}

extension OwnerKind {
  /// What the connection's role owns has no live owner in the model.
  public static func isImplied(_ owner: Owner, in context: NormalizationContext) -> Bool {
    context.live.contains(owner.target) && !context.live.contains(owner.id)
      && owner.role == context.facts.currentRole
  }

  /// An owner that nobody declares is left as it is.
  public static func isDropCandidate(_ live: Owner, in context: PlanContext) -> Bool { false }

  public static func create(_ new: Owner, in context: PlanContext) -> [Operation] {
    change(of: new, from: context.facts.currentRole, in: context)
  }

  public static func alter(_ old: Owner, into new: Owner, in context: PlanContext) -> [Operation] {
    change(of: new, from: old.role, in: context)
  }

  public static func drop(_ old: Owner, in context: PlanContext) -> [Operation] { [] }

  /// Whoever makes an object owns it.
  private static func change(
    of owner: Owner, from former: String, in context: PlanContext
  ) -> [Operation] {
    let former = context.isCreated(owner.target) ? context.facts.currentRole : former
    guard owner.role != former else { return [] }
    return [
      Operation(
        .setOwner, owner.id, [statement(owner.target, owner.role, in: context)],
        locks: context.locks(.accessExclusive, on: owner.target), provides: [owner.id],
        reversal: .statements([statement(owner.target, former, in: context)]),
        summary: "\(former) → \(owner.role)")
    ]
  }

  private static func statement(
    _ target: ObjectID, _ role: String, in context: PlanContext
  ) -> SQLFragment {
    let access = KindRegistry.kinds[target.kind]?.access
    let object = access.map { context.sql(of: target, $0) } ?? "TABLE \(target.sql)"
    return SQLFragment("ALTER \(object) OWNER TO \(quotedIdentifier(role))")
  }
}
