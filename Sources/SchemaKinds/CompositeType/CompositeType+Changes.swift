import SQLText
public import SchemaCore

extension OperationKind {
  static let createCompositeType = OperationKind("create_composite_type", .types)
  static let dropCompositeType = OperationKind("drop_composite_type", .types)
}

extension CompositeTypeKind {
  public static func create(_ new: CompositeType, in context: PlanContext) -> [Operation] {
    let attributes = context.declared.parts(of: new.id, as: Attribute.self)
    return [
      Operation(
        .createCompositeType, new.id, [creation(of: new, attributes)],
        provides: Set([new.id] + attributes.map(\.id)),
        reversal: .statements([removal(of: new)]),
        summary: attributes.map(\.name).joined(separator: ", "))
    ]
  }

  /// ADD ATTRIBUTE appends: another order needs another type. Where rows hold the type it stays
  /// as it is, since their values have its order.
  public static func needsReplacement(
    _ old: CompositeType, by new: CompositeType, in context: PlanContext
  ) -> Bool {
    let kept = old.order.filter(new.order.contains)
    let added = new.order.filter { !old.order.contains($0) }
    return kept + added != new.order && context.holders(of: new.id).isEmpty
  }

  /// Everything else that changes in a composite type is an attribute.
  public static func alter(
    _ old: CompositeType, into new: CompositeType, in context: PlanContext
  ) -> [Operation] { [] }

  public static func drop(_ old: CompositeType, in context: PlanContext) -> [Operation] {
    let attributes = context.live.parts(of: old.id, as: Attribute.self)
    return [
      Operation(
        .dropCompositeType, old.id, [removal(of: old)], isDestructive: true,
        releases: Set([old.id] + attributes.map(\.id)),
        reversal: .statements([creation(of: old, attributes)]))
    ]
  }

  private static func creation(
    of type: CompositeType, _ attributes: [Attribute]
  ) -> SQLFragment {
    let list = attributes.map(\.definition).joined(separator: ", ")
    return SQLFragment("CREATE TYPE \(type.name.sql) AS (\(list))")
  }

  private static func removal(of type: CompositeType) -> SQLFragment {
    SQLFragment("DROP TYPE \(type.name.sql)")
  }
}
