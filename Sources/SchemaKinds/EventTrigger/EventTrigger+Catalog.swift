import SQLText
public import SchemaCore

extension EventTriggerKind {
  public static var catalog: CatalogQuery<EventTrigger>? {
    CatalogQuery(
      presence: .rows(of: "pg_event_trigger"),
      sql: { _ in
        """
        SELECT t.oid, t.evtname, t.evtevent, t.evttags, t.evtenabled, n.nspname, p.proname
        FROM pg_event_trigger t
        JOIN pg_proc p ON p.oid = t.evtfoid
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = t.oid
                            AND d.deptype = 'e')
        ORDER BY t.evtname
        """
      },
      decode: { row, facts in
        var trigger = EventTrigger(
          name: row.text(1), event: row.text(2),
          function: QualifiedName(schema: row.text(5), name: row.text(6)))
        trigger.tags = row.array(3).sorted()
        trigger.state = FiringState(catalog: row.text(4))
        facts.addresses[ObjectAddress("pg_event_trigger", row.int(0))] = trigger.id
        return trigger
      })
  }

  public static func normalized(
    _ object: EventTrigger, in context: NormalizationContext
  ) -> EventTrigger {
    guard object.function.schema.isEmpty else { return object }
    var trigger = object
    trigger.function.schema = context.schema(
      ofTriggerFunction: object.function.name, from: "",
      live: context.live.object(object.id, as: EventTrigger.self)?.function)
    return trigger
  }
}
