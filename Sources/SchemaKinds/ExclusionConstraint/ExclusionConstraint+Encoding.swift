import SQLText
public import SchemaCore

extension ExclusionConstraintKind {
  public static func encode(
    _ object: ExclusionConstraint, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = []
    let unnamed = ExclusionConstraint(table: object.table, elements: object.elements)
    entries.add("name", object.name, unless: unnamed.name)
    entries.add("using", object.method, unless: "gist")
    entries.add("elements", .list(object.elements.map { value($0, of: object, draft) }))
    entries.add("where", object.predicate)
    entries.add("include", object.include)
    entries.add("with", object.storage)
    entries.add(object.deferral)
    draft.addItem(
      object.id, to: "exclusion_constraints", of: Table.id(object.table),
      keyOrder: [
        "name", "using", "elements", "include", "where", "with", "deferrable", "initially_deferred",
        "comment",
      ], entries)
  }

  private static func value(
    _ element: ExclusionConstraint.Element, of constraint: ExclusionConstraint,
    _ draft: ProjectDraft
  ) -> YAMLValue {
    var entries: [YAMLValue.Entry] = []
    entries.add("column", element.column)
    entries.add("expression", element.expression)
    entries.add("collation", element.collation.written(in: draft, from: constraint.table.schema))
    entries.add("opclass", element.operatorClass.written)
    entries.add("operator", element.operator)
    return .mapping(entries)
  }
}

extension [YAMLValue.Entry] {
  /// Adds `deferrable` and `initially_deferred`, which implies the former.
  mutating func add(_ deferral: Deferral) {
    add("deferrable", deferral == .initiallyImmediate)
    add("initially_deferred", deferral == .initiallyDeferred)
  }
}
