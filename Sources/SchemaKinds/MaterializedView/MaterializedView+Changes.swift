import SQLText
public import SchemaCore

extension OperationKind {
  static let createMaterializedView = OperationKind("create_materialized_view", .materializedViews)
  static let dropMaterializedView = OperationKind("drop_materialized_view", .materializedViews)
  static let refreshMaterializedView = OperationKind(
    "refresh_materialized_view", .materializedViews)
}

extension MaterializedViewKind {
  public static func needsReplacement(
    _ old: MaterializedView, by new: MaterializedView, in context: PlanContext
  ) -> Bool {
    new.isOutdated || !lexicallyEqual(old.query, new.query)
  }

  public static func create(_ new: MaterializedView, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createMaterializedView, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)])),
      refresh(new, in: context),
    ]
  }

  /// What is left to change is that it was never filled: a run ended before its refresh.
  public static func alter(
    _ old: MaterializedView, into new: MaterializedView, in context: PlanContext
  ) -> [Operation] {
    old.isPopulated ? [] : [refresh(new, in: context)]
  }

  public static func drop(_ old: MaterializedView, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropMaterializedView, old.id, [removal(of: old)], locks: context.lock(on: old.id),
        dataEffect: context.isCreated(old.id) ? .preserves : .destroys, isDestructive: true,
        releases: [old.id],
        reversal: .statements([creation(of: old), filling(of: old)]))
    ]
  }

  // MARK: Rows

  /// Filled in a statement of its own, after its indexes and after the views that it reads.
  private static func refresh(_ view: MaterializedView, in context: PlanContext) -> Operation {
    let indexes = context.declared.parts(of: view.id).filter { $0.kind == .index }
    return Operation(
      .refreshMaterializedView, view.id, [filling(of: view)],
      locks: context.locks(.accessExclusive, on: view.id), dataEffect: .scans,
      requires: sources(of: view, in: context).union(indexes).union([view.id]),
      provides: [MaterializedView.rows(of: view.id)],
      reversal: .impossible("the rows that it held before are not kept"))
  }

  /// The rows of all materialized views that a query reads, directly or through views.
  private static func sources(
    of view: MaterializedView, in context: PlanContext
  ) -> Set<ObjectID> {
    var rows: Set<ObjectID> = []
    var visited: Set<ObjectID> = [view.id]
    var waiting: [any SchemaObject] = [view]
    while let reader = waiting.popLast() {
      for reference in reader.references {
        guard case .relation(let name) = reference else { continue }
        guard let found = query(name, from: reader.id.schema, in: context),
          visited.insert(found.id).inserted
        else { continue }
        if found.id.kind == .materializedView {
          rows.insert(MaterializedView.rows(of: found.id))
        } else {
          waiting.append(found)
        }
      }
    }
    return rows
  }

  /// Returns the declared view of a name, looked up like the server does.
  private static func query(
    _ name: QualifiedName, from schema: String, in context: PlanContext
  ) -> (any SchemaObject)? {
    let path = name.schema.isEmpty ? [schema, context.defaultSchema, "public"] : [name.schema]
    for place in path {
      let qualified = name.inSchema(place)
      for id in [View.id(qualified), MaterializedView.id(qualified)] {
        if let found = context.declared[id] { return found }
      }
    }
    return nil
  }

  // MARK: Statements

  private static func creation(of view: MaterializedView) -> SQLFragment {
    // On a line of its own: the query may end in a comment.
    SQLFragment("CREATE MATERIALIZED VIEW \(view.name.sql) AS\n\(view.ownQuery)\nWITH NO DATA")
  }

  private static func removal(of view: MaterializedView) -> SQLFragment {
    SQLFragment("DROP MATERIALIZED VIEW \(view.name.sql)")
  }

  private static func filling(of view: MaterializedView) -> SQLFragment {
    SQLFragment("REFRESH MATERIALIZED VIEW \(view.name.sql)")
  }
}
