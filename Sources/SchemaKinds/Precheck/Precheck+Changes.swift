import SQLText
public import SchemaCore

extension OperationKind {
  static let runPrecheck = OperationKind("run_precheck", .preparation)
}

extension PrecheckKind {
  /// A precheck of what the run is about to make has no rows to ask about.
  public static func create(_ new: Precheck, in context: PlanContext) -> [Operation] {
    guard !asksAboutNewRelations(new, in: context) else { return [] }
    return [
      Operation(
        .runPrecheck, new.id, [SQLFragment(new.query)], reversal: .statements([]),
        summary: new.message)
    ]
  }

  public static func alter(
    _ old: Precheck, into new: Precheck, in context: PlanContext
  ) -> [Operation] { create(new, in: context) }

  public static func drop(_ old: Precheck, in context: PlanContext) -> [Operation] { [] }

  private static func asksAboutNewRelations(
    _ precheck: Precheck, in context: PlanContext
  ) -> Bool {
    let kinds: [KindID] = [.table, .view, .materializedView]
    return SQLReferences(in: precheck.query).relations.contains { name in
      let path =
        name.schema.isEmpty
        ? [precheck.table.schema, context.defaultSchema, "public"] : [name.schema]
      let candidates = path.flatMap { schema in
        kinds.map { ObjectID($0, schema: schema, name.name) }
      }
      return candidates.contains { context.isCreated($0) && !context.live.contains($0) }
        && !candidates.contains(where: context.live.contains)
    }
  }
}
