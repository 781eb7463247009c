import SQLText
public import SchemaCore

extension PolicyKind {
  /// A column that a condition names keeps its type as long as the policy is there.
  public static var dependence: Dependence { .recreated }

  /// CURRENT_USER and its like are the connection's role at the time the policy is made.
  public static func normalized(_ object: Policy, in context: NormalizationContext) -> Policy {
    var policy = object
    policy.roles = Policy.normalized(
      object.roles.map { isRoleKeyword($0) ? context.facts.currentRole : $0 })
    return policy
  }

  /// The temporary table bears the live one's name, by which conditions may call their columns.
  public static func probe(
    _ declared: Policy, against live: Policy, in context: PlanContext
  ) -> Probe? {
    let table = QualifiedName(schema: "pg_temp", name: declared.table.name)
    var policy = declared
    policy.roles = [publicRole]
    return Probe(
      schema: declared.table.schema,
      setup: [
        "CREATE TEMP TABLE \(quotedIdentifier(table.name)) (LIKE \(declared.table.sql))",
        creation(of: policy, on: table).sql,
      ],
      question: """
        SELECT pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) \
        FROM pg_policy WHERE polrelid = \(quotedLiteral(table.sql))::regclass
        """)
  }
}
