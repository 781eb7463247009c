import SQLText
public import SchemaCore

extension OperationKind {
  static let createMaterializedView = OperationKind("create_materialized_view", .materializedViews)
  static let alterMaterializedView = OperationKind("alter_materialized_view", .materializedViews)
  static let dropMaterializedView = OperationKind("drop_materialized_view", .materializedViews)
  static let refreshMaterializedView = OperationKind(
    "refresh_materialized_view", .materializedViews)
}

extension MaterializedViewKind {
  public static func needsReplacement(
    _ old: MaterializedView, by new: MaterializedView, in context: PlanContext
  ) -> Bool {
    new.isOutdated || old.method != new.method || !old.hasQuery(of: new)
  }

  public static func create(_ new: MaterializedView, in context: PlanContext) -> [Operation] {
    let creation = Operation(
      .createMaterializedView, new.id, [creation(of: new)], provides: [new.id],
      reversal: .statements([removal(of: new)]))
    return new.isPopulated ? [creation, refresh(new, in: context)] : [creation]
  }

  /// Beside its options it may have to be filled: a run ended before its refresh.
  public static func alter(
    _ old: MaterializedView, into new: MaterializedView, in context: PlanContext
  ) -> [Operation] {
    var operations: [Operation] = []
    if old.options != new.options {
      operations.append(
        Operation(
          .alterMaterializedView, new.id, change(of: new, from: old.options, to: new.options),
          locks: context.locks(.accessExclusive, on: new.id), provides: [new.id],
          reversal: .statements(change(of: new, from: new.options, to: old.options)),
          summary: "storage parameters"))
    }
    if new.isPopulated, !old.isPopulated { operations.append(refresh(new, in: context)) }
    return operations
  }

  private static func change(
    of view: MaterializedView, from old: [String: String], to new: [String: String]
  ) -> [SQLFragment] {
    let alter = "ALTER MATERIALIZED VIEW \(view.name.sql)"
    let set = new.filter { old[$0.key] != $0.value }
    let reset = old.keys.filter { new[$0] == nil }.sorted().joined(separator: ", ")
    return (set.isEmpty ? [] : [SQLFragment("\(alter) SET (\(list(set)))")])
      + (reset.isEmpty ? [] : [SQLFragment("\(alter) RESET (\(reset))")])
  }

  private static func list(_ options: [String: String]) -> String {
    options.sorted { $0.key < $1.key }.map { "\($0.key) = \(quotedLiteral($0.value))" }
      .joined(separator: ", ")
  }

  public static func drop(_ old: MaterializedView, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropMaterializedView, old.id, [removal(of: old)], locks: context.lock(on: old.id),
        dataEffect: context.isCreated(old.id) ? .preserves : .destroys, isDestructive: true,
        releases: [old.id],
        reversal: .statements(
          [creation(of: old)] + (old.isPopulated ? [filling(of: old)] : [])))
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
    var sql = "CREATE MATERIALIZED VIEW \(view.name.sql)\(view.ownColumnList)"
    if view.method != "heap" { sql += " USING \(quotedIdentifier(view.method))" }
    if !view.options.isEmpty { sql += " WITH (\(list(view.options)))" }
    // On a line of its own: the query may end in a comment.
    return SQLFragment("\(sql) AS\n\(view.ownQuery)\nWITH NO DATA")
  }

  private static func removal(of view: MaterializedView) -> SQLFragment {
    SQLFragment("DROP MATERIALIZED VIEW \(view.name.sql)")
  }

  private static func filling(of view: MaterializedView) -> SQLFragment {
    SQLFragment("REFRESH MATERIALIZED VIEW \(view.name.sql)")
  }
}
