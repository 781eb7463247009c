import SQLText
public import SchemaCore

extension TriggerKind {
  /// A function that is made anew, or a column that changes its type, needs the trigger gone.
  public static var dependence: Dependence { .recreated }

  public static func normalized(
    _ object: Trigger, in context: NormalizationContext
  ) -> Trigger {
    guard object.function.schema.isEmpty else { return object }
    var trigger = object
    trigger.function.schema = context.schema(
      ofTriggerFunction: object.function.name, from: object.relation.schema,
      live: context.live.object(object.id, as: Trigger.self)?.function)
    return trigger
  }

  public static func probe(
    _ declared: Trigger, against live: Trigger, in context: PlanContext
  ) -> Probe? {
    guard !declared.condition.isEmpty else { return nil }
    var trigger = declared
    trigger.name = "probe"
    trigger.updateColumns = []
    trigger.arguments = []
    trigger.otherTable = nil
    trigger.function = QualifiedName(
      schema: "pg_catalog", name: "suppress_redundant_updates_trigger")
    // A condition names only OLD and NEW, so any table with the same columns will do, also
    // for a view: its INSTEAD OF triggers have no condition.
    let table = QualifiedName(schema: "pg_temp", name: "probe")
    let like = declared.relation.qualifiedName.sql
    return Probe(
      schema: declared.relation.schema,
      setup: [
        "CREATE TEMP TABLE \(table.name) (LIKE \(like))",
        creation(of: trigger, on: table).sql,
      ],
      question: question(table))
  }

  /// Takes the condition out of the definition, whose other words are known.
  private static func question(_ table: QualifiedName) -> String {
    let end = ") EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    return """
      SELECT left(substr(d, strpos(d, ' WHEN (') + 7), -\(end.utf8.count)) \
      FROM (SELECT pg_get_triggerdef(oid) AS d FROM pg_trigger \
      WHERE tgrelid = '\(table.sql)'::regclass) AS probe
      """
  }
}

extension NormalizationContext {
  /// Returns the schema in which the server would find a trigger's function; empty where only it
  /// can tell.
  ///
  /// Trigger functions are declared without arguments. Those of extensions and of pg_catalog are
  /// in neither snapshot: what the live trigger calls by the same name is taken for the same.
  func schema(
    ofTriggerFunction name: String, from schema: String, live function: QualifiedName?
  ) -> String {
    func holds(_ snapshot: Snapshot, _ schema: String) -> Bool {
      snapshot.contains(ObjectID(.function, schema: schema, name, member: "()"))
    }
    let path = [schema, defaultSchema, "public"]
    if let found = path.first(where: { holds(declared, $0) || holds(live, $0) }) { return found }
    guard let function, function.name == name, !holds(live, function.schema) else { return "" }
    return function.schema
  }
}
