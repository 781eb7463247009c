import SQLText
public import SchemaCore

extension PublicationKind {
  /// Builds each filter as a check on a temporary twin of its table: a publication takes no
  /// temporary tables, and both are deparsed alike.
  public static func probe(
    _ declared: Publication, against live: Publication, in context: PlanContext
  ) -> Probe? {
    guard !declared.expressions.allSatisfy(\.isEmpty) else { return nil }
    var setup: [String] = []
    var answers: [String] = []
    for (place, member) in declared.tables.enumerated() {
      guard !member.filter.isEmpty else {
        answers.append("''")
        continue
      }
      let table = quotedIdentifier(member.table.name)
      let check = "_sf_probe_\(place)"
      setup += [
        "CREATE TEMP TABLE \(table) (LIKE \(member.table.sql))",
        "ALTER TABLE pg_temp.\(table) ADD CONSTRAINT \(check) CHECK "
          + ConstraintSQL.parenthesized(member.filter),
        // The next twin may have the same name.
        "ALTER TABLE pg_temp.\(table) RENAME TO \(check)",
      ]
      answers.append(
        "(SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint "
          + "WHERE conrelid = 'pg_temp.\(check)'::regclass AND conname = '\(check)')")
    }
    return Probe(
      schema: "", setup: setup, question: "SELECT \(answers.joined(separator: ", "))")
  }
}
