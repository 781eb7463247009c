import SQLText
public import SchemaCore

extension OperationKind {
  static let createRangeType = OperationKind("create_range_type", .types)
  static let dropRangeType = OperationKind("drop_range_type", .types)
}

extension RangeTypeKind {
  /// Fills in the schemas of names, and the operator class that PostgreSQL takes.
  public static func normalized(
    _ range: RangeType, in context: NormalizationContext
  ) -> RangeType {
    var copy = range
    let live = context.live.object(range.id, as: RangeType.self)
    copy.subtype = context.resolved(range.subtype, in: range.name.schema).ofArgument
    copy.collation = context.resolvedCollation(range.collation, in: range.name.schema)
    copy.canonical = following(live?.canonical, range.canonical)
    copy.difference = following(live?.difference, range.difference)
    if let operatorClass = range.operatorClass {
      copy.operatorClass = resolved(
        operatorClass, following: live?.operatorClass, in: range.name.schema, context)
    } else if let live, live.hasDefaultClass, live.subtype == copy.subtype {
      copy.operatorClass = live.operatorClass
    }
    return copy
  }

  private static func resolved(
    _ name: QualifiedName, following live: QualifiedName?, in schema: String,
    _ context: NormalizationContext
  ) -> QualifiedName? {
    guard name.schema.isEmpty else { return name }
    let places = [schema, context.defaultSchema, "public"].map { name.inSchema($0) }
    return places.first {
      let id = OperatorClass.id($0, method: "btree")
      return context.declared.contains(id) || context.live.contains(id)
    } ?? SchemaKinds.following(live, name)
  }

  /// Nothing in a range type can be changed.
  public static func needsReplacement(
    _ old: RangeType, by new: RangeType, in context: PlanContext
  ) -> Bool { true }

  public static func refusal(
    _ old: RangeType, into new: RangeType, in context: PlanContext
  ) -> String? {
    context.replacementRefusal(of: old.id, change: "PostgreSQL can't change a range type")
  }

  public static func create(_ new: RangeType, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createRangeType, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "of \(new.subtype.sql)")
    ]
  }

  public static func alter(
    _ old: RangeType, into new: RangeType, in context: PlanContext
  ) -> [Operation] { [] }

  public static func drop(_ old: RangeType, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropRangeType, old.id, [removal(of: old)], isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old)]), summary: "of \(old.subtype.sql)")
    ]
  }

  private static func creation(of range: RangeType) -> SQLFragment {
    var parts = ["subtype = \(range.subtype.sql)"]
    func add(_ key: String, _ name: QualifiedName?) {
      if let name { parts.append("\(key) = \(name.sql)") }
    }
    add("subtype_opclass", range.operatorClass)
    add("collation", range.collation)
    add("canonical", range.canonical)
    add("subtype_diff", range.difference)
    add("multirange_type_name", range.multirange)
    return SQLFragment("CREATE TYPE \(range.name.sql) AS RANGE (\(parts.joined(separator: ", ")))")
  }

  private static func removal(of range: RangeType) -> SQLFragment {
    SQLFragment("DROP TYPE \(range.name.sql)")
  }
}

/// Returns a declared name, with the schema of the live one where it has the same name and no
/// schema is written.
func following(_ live: QualifiedName?, _ declared: QualifiedName?) -> QualifiedName? {
  guard let declared, declared.schema.isEmpty, let live, live.name == declared.name else {
    return declared
  }
  return live
}
