import SQLText
public import SchemaCore

extension TriggerKind {
  /// Triggers that users made: none of the server's own, of a partition's parent or of extensions.
  ///
  /// The definition is deparsed only where something can be read from nothing else.
  public static var catalog: CatalogQuery<Trigger>? {
    CatalogQuery(
      presence: .rows(of: "pg_trigger", where: "tgisinternal", in: "false"),
      sql: { _ in
        """
        SELECT t.oid, n.nspname, c.relname, c.relkind, t.tgname, t.tgtype, fn.nspname, p.proname,
               CASE WHEN t.tgattr::text <> '' THEN
                 ARRAY(SELECT a.attname::text FROM pg_attribute a
                       WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr)
                       ORDER BY array_position(t.tgattr::int2[], a.attnum)) END,
               CASE WHEN t.tgqual IS NOT NULL OR t.tgnargs > 0 THEN pg_get_triggerdef(t.oid) END,
               t.tgoldtable, t.tgnewtable, t.tgconstraint <> 0, t.tgdeferrable, t.tginitdeferred,
               t.tgenabled,
               CASE WHEN t.tgconstrrelid <> 0 THEN
                 (SELECT ARRAY[rn.nspname, rc.relname] FROM pg_class rc
                  JOIN pg_namespace rn ON rn.oid = rc.relnamespace
                  WHERE rc.oid = t.tgconstrrelid) END
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_proc p ON p.oid = t.tgfoid
        JOIN pg_namespace fn ON fn.oid = p.pronamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0
          AND c.relkind IN ('r', 'p', 'v', 'f') AND \(userSchemaFilter("n"))
          AND fn.nspname <> '\(stateSchema)'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass
                          AND d.objid = t.oid AND d.deptype = 'e')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname, t.tgname
        """
      },
      decode: { row, facts in
        let trigger = decode(row)
        facts.addresses[ObjectAddress("pg_trigger", row.int(0))] = trigger.id
        return trigger
      })
  }

  private static func decode(_ row: Row) -> Trigger {
    let kind: KindID = row.text(3) == "v" ? .view : .table
    let type = row.int(5)
    var trigger = Trigger(
      relation: ObjectID(kind, schema: row.text(1), row.text(2)), name: row.text(4),
      timing: type & 2 != 0 ? .before : type & 64 != 0 ? .insteadOf : .after,
      events: events(type),
      function: QualifiedName(schema: row.text(6), name: row.text(7)))
    trigger.isForEachRow = type & 1 != 0
    trigger.updateColumns = row.array(8)
    if let text = row.optional(9) {
      let definition = TriggerDefinition(text)
      trigger.condition = definition.condition
      trigger.arguments = definition.arguments
    }
    trigger.oldTable = row.text(10)
    trigger.newTable = row.text(11)
    trigger.isConstraint = row.bool(12)
    trigger.deferral = Deferral(isDeferrable: row.bool(13), isDeferred: row.bool(14))
    trigger.state = FiringState(catalog: row.text(15))
    let other = row.array(16)
    if other.count == 2 {
      trigger.otherTable = QualifiedName(schema: other[0], name: other[1])
    }
    return trigger
  }

  /// The bits of `pg_trigger.tgtype` (pg_trigger.h).
  private static func events(_ type: Int) -> Set<Trigger.Event> {
    let bits: [(Int, Trigger.Event)] = [
      (4, .insert), (8, .delete), (16, .update), (32, .truncate),
    ]
    return Set(bits.filter { type & $0.0 != 0 }.map(\.1))
  }
}
