import SQLText
public import SchemaCore

extension OperationKind {
  static let addAttribute = OperationKind("add_attribute", .types)
  static let alterAttribute = OperationKind("alter_attribute", .types)
  static let dropAttribute = OperationKind("drop_attribute", .types)
}

extension AttributeKind {
  public static func normalized(
    _ attribute: Attribute, in context: NormalizationContext
  ) -> Attribute {
    var copy = attribute
    copy.type = context.resolved(attribute.type, in: attribute.composite.schema)
    copy.collation = context.resolvedCollation(
      attribute.collation, in: attribute.composite.schema)
    return copy
  }

  /// A view that takes the attribute out of a value keeps it from changing.
  public static func disturbsDependents(
    _ old: Attribute, by new: Attribute, in context: PlanContext
  ) -> Bool { true }

  /// Rows that hold the type aren't written anew by ALTER ATTRIBUTE, so it is refused (0A000).
  public static func refusal(
    _ old: Attribute, into new: Attribute, in context: PlanContext
  ) -> String? {
    let holders = context.holders(of: CompositeType.id(old.composite))
    guard !holders.isEmpty else { return nil }
    let names = holders.map(\.description).joined(separator: ", ")
    return """
      PostgreSQL can't change an attribute's type (\(old.typeSQL) → \(new.typeSQL)) while rows hold \
      the composite type: \(names). Add an attribute of another name, or declare a new type
      """
  }

  /// An attribute of a new type is part of CREATE TYPE.
  public static func create(_ new: Attribute, in context: PlanContext) -> [Operation] {
    guard !context.isCreated(CompositeType.id(new.composite)) else { return [] }
    return [
      Operation(
        .addAttribute, new.id, [SQLFragment("\(alter(new)) ADD ATTRIBUTE \(new.definition)")],
        provides: [new.id], reversal: .statements([removal(of: new)]), summary: new.typeSQL)
    ]
  }

  public static func alter(
    _ old: Attribute, into new: Attribute, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterAttribute, new.id, [change(to: new)], provides: [new.id],
        reversal: .statements([change(to: old)]),
        summary: "type \(old.typeSQL) → \(new.typeSQL)")
    ]
  }

  public static func drop(_ old: Attribute, in context: PlanContext) -> [Operation] {
    let holders = context.holders(of: CompositeType.id(old.composite))
    return [
      Operation(
        .dropAttribute, old.id, [removal(of: old)],
        dataEffect: holders.isEmpty ? .preserves : .destroys, isDestructive: true,
        releases: [old.id],
        reversal: holders.isEmpty
          ? .statements([SQLFragment("\(alter(old)) ADD ATTRIBUTE \(old.definition)")])
          : .impossible("the attribute's values are not kept"),
        summary: old.typeSQL)
    ]
  }

  private static func alter(_ attribute: Attribute) -> String {
    "ALTER TYPE \(attribute.composite.sql)"
  }

  private static func change(to attribute: Attribute) -> SQLFragment {
    SQLFragment(
      "\(alter(attribute)) ALTER ATTRIBUTE \(quotedIdentifier(attribute.name)) "
        + "TYPE \(attribute.typeSQL)")
  }

  private static func removal(of attribute: Attribute) -> SQLFragment {
    SQLFragment("\(alter(attribute)) DROP ATTRIBUTE \(quotedIdentifier(attribute.name))")
  }
}
