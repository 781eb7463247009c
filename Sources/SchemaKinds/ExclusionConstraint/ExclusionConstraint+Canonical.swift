import SQLText
public import SchemaCore

extension ExclusionConstraintKind {
  /// Writes operators as the catalog query does: with their schema where it isn't pg_catalog.
  public static func normalized(
    _ constraint: ExclusionConstraint, in context: NormalizationContext
  ) -> ExclusionConstraint {
    let live = context.live.object(constraint.id, as: ExclusionConstraint.self)
    var constraint = constraint
    for place in constraint.elements.indices {
      let written = OperatorName(constraint.elements[place].operator)
      var name = written
      if written.schema.isEmpty, let live, live.elements.indices.contains(place) {
        let found = OperatorName(live.elements[place].operator)
        // Looked up in the search_path, so it is the one that the constraint was made with.
        if found.symbol == written.symbol { name = found }
      }
      constraint.elements[place].operator = name.sql
      guard let live, live.elements.indices.contains(place) else { continue }
      let (element, found) = (constraint.elements[place], live.elements[place])
      constraint.elements[place].operatorClass =
        element.operatorClass.normalized(against: found.operatorClass)
      constraint.elements[place].collation = element.collation.normalized(against: found.collation)
    }
    return constraint
  }

  /// Builds the constraint on a temporary twin of the table.
  public static func probe(
    _ declared: ExclusionConstraint, against live: ExclusionConstraint, in context: PlanContext
  ) -> Probe? {
    guard !declared.expressions.allSatisfy(\.isEmpty) else { return nil }
    let twin = "pg_temp.\(quotedIdentifier(declared.table.name))"
    let keys = declared.elements.indices.filter { declared.elements[$0].column.isEmpty }
    let answers =
      keys.map { "pg_get_indexdef(c.conindid, \($0 + 1), false)" }
      + ["coalesce(pg_get_expr(i.indpred, i.indrelid), '')"]
    return Probe(
      schema: declared.table.schema,
      setup: [
        "CREATE TEMP TABLE \(quotedIdentifier(declared.table.name)) (LIKE \(declared.table.sql))",
        "ALTER TABLE \(twin) ADD \(declared.inlineSQL)",
      ],
      question: """
        SELECT \(answers.joined(separator: ", "))
        FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid
        WHERE c.conrelid = \(quotedLiteral(twin))::regclass
          AND c.conname = \(quotedLiteral(declared.name))
        """)
  }
}

/// An operator as `&&` or `OPERATOR(schema.&&)`.
private struct OperatorName {
  var schema = ""
  var symbol: String

  init(_ text: String) {
    symbol = text
    let tokens = SQLLexer.tokens(of: text)
    guard tokens.count == 6, tokens[0].isWord("operator"), tokens[1].isPunctuation("("),
      let name = tokens[2].name, tokens[3].isPunctuation("."), tokens[5].isPunctuation(")")
    else { return }
    schema = name == "pg_catalog" ? "" : name
    symbol = tokens[4].text
  }

  var sql: String {
    schema.isEmpty ? symbol : "OPERATOR(\(quotedIdentifier(schema)).\(symbol))"
  }
}
