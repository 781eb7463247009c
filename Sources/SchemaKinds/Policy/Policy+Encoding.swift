public import SchemaCore

extension PolicyKind {
  public static func encode(
    _ object: Policy, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    entries.add("for", object.command.rawValue, unless: "ALL")
    if object.roles != [publicRole] {
      entries.add("to", object.roles.map(writtenRole).joined(separator: ", "))
    }
    entries.add("using", object.using)
    entries.add("check", object.check)
    entries.add("permissive", object.isPermissive, unless: true)
    draft.addItem(
      object.id, to: "policies", of: Table.id(object.table),
      keyOrder: ["name", "for", "to", "using", "check", "permissive", "comment"], entries)
  }
}
