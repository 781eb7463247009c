import SQLText
public import SchemaCore
public import SourceText

/// Default privileges: `default_privileges`, a list of `{for, in, on, grants}`.
public enum DefaultPrivilegeKind: ObjectKind {
  public typealias Object = DefaultPrivilege
  public static var id: KindID { .defaultPrivilege }
  public static var places: [YAMLPlace] { [.document(keys: ["default_privileges"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "file of default privileges", report: &declarations.report)
    else { return }
    for item in reader.list("default_privileges", &declarations.report) {
      decodeEntry(item, into: &declarations)
    }
    reader.finish(&declarations.report)
  }

  private static func decodeEntry(
    _ node: DocumentNode, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "default privilege", report: &declarations.report)
    else { return }
    let creators = roleNames("for", from: &reader, into: &declarations.report)
    let schemas = reader.strings("in", &declarations.report)?.flatMap { commaSeparated($0.text) }
    let objects = reader.word(
      "on", of: DefaultPrivilege.classes.map(\.objects), &declarations.report)
    if !reader.has("on") {
      declarations.report.error(
        "missing-key", "a default privilege needs the key 'on'", at: node.range)
    }
    let grants = reader.list("grants", &declarations.report)
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let objects else { return }
    if objects == "schemas", schemas != nil {
      declarations.report.error(
        "wrong-value", "default privileges on schemas are for all of a database",
        at: reader.range(of: "in"))
    }
    for creator in creators?.map(\.text) ?? [""] {
      for schema in schemas ?? [""] {
        let empty = DefaultPrivilege(
          creator: creator, schema: schema, objects: objects, grantee: "", privileges: [])
        declarations.snapshot.mentioned.insert(empty.id)
        if !creator.isEmpty {
          declarations.useRole(creator, by: empty.id, at: reader.range(of: "for"))
        }
        if !schema.isEmpty {
          declarations.use(
            .object(Schema.id(schema)), as: "schema", by: empty.id, at: reader.range(of: "in"))
        }
        for grant in grants { decodeGrant(grant, like: empty, into: &declarations) }
      }
    }
  }

  private static func decodeGrant(
    _ node: DocumentNode, like empty: DefaultPrivilege, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "grant", report: &declarations.report)
    else { return }
    let roles = GrantKind.readRoles(from: &reader, into: &declarations.report)
    let privileges = GrantKind.readPrivileges(
      of: empty.privilegeClass.privileges(serverVersion: .max), on: empty.objects, from: &reader,
      into: &declarations.report)
    let isGrantable = reader.bool("with_grant_option", &declarations.report) ?? false
    reader.finish(&declarations.report)
    for role in roles {
      var declared = empty
      declared.grantee = role.text
      declared.privileges = privileges
      if isGrantable { declared.grantable = privileges }
      declarations.declare(declared, at: node.range)
      declarations.useRole(role.text, by: declared.id, at: role.range)
    }
  }

  /// Writes one file for all; what one role makes in one place stands together.
  public static func encode(
    _ object: DefaultPrivilege, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let file = ObjectID(.defaultPrivilege, "")
    if !draft.contains(file) {
      draft.addDocument(
        file, path: "default_privileges.yaml", keyOrder: ["default_privileges"], [])
    }
    var group = object
    group.grantee = ""
    if !draft.contains(group.id) {
      var entries: [YAMLValue.Entry] = []
      if object.creator != context.facts.currentRole {
        entries.add("for", writtenRole(object.creator))
      }
      entries.add("in", object.schema)
      entries.add("on", object.objects)
      draft.addItem(
        group.id, to: "default_privileges", of: file, keyOrder: ["for", "in", "on", "grants"],
        entries)
    }
    let plain = object.privileges.subtracting(object.grantable)
    if object.privileges.isEmpty || !plain.isEmpty {
      add(plain, isGrantable: false, of: object, to: group.id, context, &draft)
    }
    if !object.grantable.isEmpty {
      add(object.grantable, isGrantable: true, of: object, to: group.id, context, &draft)
    }
  }

  private static func add(
    _ privileges: Set<String>, isGrantable: Bool, of object: DefaultPrivilege,
    to group: ObjectID, _ context: PlanContext, _ draft: inout ProjectDraft
  ) {
    let all = object.privilegeClass.privileges(serverVersion: context.serverVersion)
    var entries: [YAMLValue.Entry] = [.init("to", .text(writtenRole(object.grantee)))]
    entries.append(
      .init(
        "privileges",
        .texts(privileges == all ? [Privileges.all] : Privileges.ordered(privileges))))
    entries.add("with_grant_option", isGrantable)
    var id = object.id
    if isGrantable { id.qualifier += " with grant option" }
    draft.addItem(
      id, to: "grants", of: group, keyOrder: ["to", "privileges", "with_grant_option"], entries)
  }
}
