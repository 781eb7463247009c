public import SchemaCore

extension CheckKind {
  public static func encode(
    _ object: Check, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [
      .init("name", .text(object.name)), .init("expression", .text(object.expression)),
    ]
    entries.add("no_inherit", object.isNoInherit)
    if !object.isValid { draft.omit(object.id, "it is not validated") }
    if !object.isEnforced { draft.omit(object.id, "it is not enforced") }
    draft.addItem(
      object.id, to: "checks", of: Table.id(object.table),
      keyOrder: ["name", "expression", "no_inherit", "comment"], entries)
  }
}
