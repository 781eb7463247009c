import SQLText
public import SchemaCore

extension IndexKind {
  /// Takes the live spelling of operator classes over where it means the same.
  public static func normalized(_ index: Index, in context: NormalizationContext) -> Index {
    guard let live = context.live.object(index.id, as: Index.self),
      live.keys.count == index.keys.count
    else { return index }
    var index = index
    for place in index.keys.indices {
      let (key, found) = (index.keys[place], live.keys[place])
      index.keys[place].operatorClass = key.operatorClass.normalized(against: found.operatorClass)
      index.keys[place].collation = key.collation.normalized(against: found.collation)
    }
    return index
  }

  /// Builds an index for each expression, and one with the predicate, on a temporary twin of
  /// the table, since `pg_get_expr` prints the expressions of one index as a list.
  public static func probe(
    _ declared: Index, against live: Index, in context: PlanContext
  ) -> Probe? {
    guard !declared.expressions.allSatisfy(\.isEmpty) else { return nil }
    let table = quotedIdentifier(declared.table.name)
    var setup = ["CREATE TEMP TABLE \(table) (LIKE \(declared.table.sql))"]
    var answers: [String] = []
    func build(_ keys: [Index.Key], where predicate: String, answer: String) {
      let name = "_sf_probe_\(answers.count)"
      let list = keys.map(\.sql).joined(separator: ", ")
      setup.append(
        "CREATE INDEX \(name) ON pg_temp.\(table) USING \(quotedIdentifier(declared.method)) "
          + "(\(list))" + (predicate.isEmpty ? "" : " WHERE \(predicate)"))
      answers.append(
        "(SELECT pg_get_expr(i.\(answer), i.indrelid) FROM pg_index i "
          + "WHERE i.indexrelid = 'pg_temp.\(name)'::regclass)")
    }
    for key in declared.keys where key.column.isEmpty {
      build([key], where: "", answer: "indexprs")
    }
    if declared.predicate.isEmpty {
      answers.append("''")
    } else {
      build(declared.keys, where: declared.predicate, answer: "indpred")
    }
    return Probe(
      schema: declared.table.schema, setup: setup,
      question: "SELECT \(answers.joined(separator: ", "))")
  }
}
