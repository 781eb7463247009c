public import SchemaCore

extension CheckKind {
  public static func encode(
    _ object: Check, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [
      .init("name", .text(object.name)), .init("expression", .text(object.expression)),
    ]
    entries.add("no_inherit", object.isNoInherit)
    entries.add("not_valid", object.isEnforced && !object.isValid)
    entries.add("enforced", object.isEnforced, unless: true)
    draft.addItem(
      object.id, to: "checks", of: Table.id(object.table),
      keyOrder: ["name", "expression", "no_inherit", "not_valid", "enforced", "comment"], entries)
  }
}
