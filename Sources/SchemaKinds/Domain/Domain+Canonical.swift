import SQLText
public import SchemaCore

extension DomainKind {
  public static func normalized(_ domain: Domain, in context: NormalizationContext) -> Domain {
    var copy = domain
    copy.type = context.resolved(domain.type, in: domain.name.schema)
    copy.collation = context.resolvedCollation(domain.collation, in: domain.name.schema)
    return copy
  }

  /// Makes the domain in the temporary schema; its default is kept in the base type.
  public static func probe(
    _ declared: Domain, against live: Domain, in context: PlanContext
  ) -> Probe? {
    guard !declared.defaultExpression.isEmpty else { return nil }
    var copy = declared
    copy.name.schema = "pg_temp"
    return Probe(
      schema: declared.name.schema, setup: creation(of: copy, checks: [], in: context).map(\.sql),
      question: """
        SELECT pg_get_expr(typdefaultbin, 0) FROM pg_type
        WHERE typnamespace = pg_my_temp_schema() AND typname = \(quotedLiteral(copy.name.name))
        """)
  }
}
