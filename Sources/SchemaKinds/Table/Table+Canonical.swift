import SQLText
public import SchemaCore

extension TableKind {
  /// Builds temporary twins: one partitioned as declared, and one of the parent's kind with a
  /// partition of the declared bound.
  public static func probe(
    _ declared: Table, against live: Table, in context: PlanContext
  ) -> Probe? {
    var setup: [String] = []
    var answers = ["''", "''"]
    if let partition = declared.partition, live.partition != nil {
      guard
        let key = context.live.object(Table.id(partition.parent), as: Table.self)?.partitionKey
      else { return nil }
      setup += [
        "CREATE TEMP TABLE _sf_parent (LIKE \(partition.parent.sql)) PARTITION BY "
          + key.definition,
        "CREATE TEMP TABLE _sf_partition PARTITION OF pg_temp._sf_parent \(partition.bound)",
      ]
      answers[0] =
        "(SELECT pg_get_expr(relpartbound, oid) FROM pg_class "
        + "WHERE oid = 'pg_temp._sf_partition'::regclass)"
    }
    if let key = declared.partitionKey, live.partitionKey != nil {
      setup.append(
        "CREATE TEMP TABLE _sf_key (LIKE \(declared.name.sql)) PARTITION BY \(key.definition)")
      answers[1] = "pg_get_partkeydef('pg_temp._sf_key'::regclass)"
    }
    guard !setup.isEmpty else { return nil }
    return Probe(
      schema: declared.name.schema, setup: setup,
      question: "SELECT \(answers.joined(separator: ", "))")
  }
}
