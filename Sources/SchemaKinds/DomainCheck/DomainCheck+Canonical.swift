import SQLText
public import SchemaCore

extension DomainCheckKind {
  public static func normalized(
    _ check: DomainCheck, in context: NormalizationContext
  ) -> DomainCheck {
    guard let live = context.live.object(check.id, as: DomainCheck.self), live.isValid
    else { return check }
    var copy = check
    copy.isValid = true
    return copy
  }

  /// Makes a domain with the one check in the temporary schema.
  public static func probe(
    _ declared: DomainCheck, against live: DomainCheck, in context: PlanContext
  ) -> Probe? {
    guard var domain = context.declared.object(Domain.id(declared.domain), as: Domain.self)
    else { return nil }
    domain.name.schema = "pg_temp"
    domain.defaultExpression = ""
    return Probe(
      schema: declared.domain.schema,
      setup: DomainKind.creation(of: domain, checks: [declared], in: context).map(\.sql),
      question: """
        SELECT pg_get_expr(c.conbin, 0)
        FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid
        WHERE t.typnamespace = pg_my_temp_schema() AND t.typname = \(quotedLiteral(domain.name.name))
          AND c.conname = \(quotedLiteral(declared.name))
        """)
  }
}
