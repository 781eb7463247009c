import SQLText
public import SchemaCore
public import SourceText

/// User mappings: the list `user_mappings` of a server.
public enum UserMappingKind: ObjectKind {
  public typealias Object = UserMapping
  public static var id: KindID { .userMapping }
  public static var places: [YAMLPlace] { [.member(of: .server, key: "user_mappings")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let server = scope.owner else { return }
    for item in listItems(node, noun: "'user_mappings'", into: &declarations.report) {
      decodeMapping(item, of: server.name, into: &declarations)
    }
  }

  private static func decodeMapping(
    _ node: DocumentNode, of server: String, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "user mapping", report: &declarations.report)
    else { return }
    let roles = roleNames("role", from: &reader, into: &declarations.report) ?? []
    let options = reader.options("options", &declarations.report)
    // PostgreSQL keeps no comments on user mappings: what is written is for readers of the file.
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let role = roles.first, roles.count == 1 else {
      declarations.report.error(
        "missing-key", "a user mapping needs the key 'role' with one role or PUBLIC",
        at: reader.range(of: "role"))
      return
    }
    checkSecrets(in: node["options"], into: &declarations.report)
    let mapping = UserMapping(server: server, role: role.text, options: options)
    declarations.declare(mapping, at: node.range)
    declarations.useRole(role.text, by: mapping.id, at: role.range)
  }

  /// A secret in a project is a secret in its history for ever.
  private static func checkSecrets(
    in options: DocumentNode?, into report: inout DiagnosticReport
  ) {
    let marks = ["password", "passwd", "secret", "token"]
    for entry in options?.entries ?? [] {
      guard let name = entry.key.scalar, let text = entry.value.scalar,
        !UserMapping.isOpen(name), marks.contains(where: name.lowercased().contains),
        EnvironmentVariables.names(in: text).isEmpty
      else { continue }
      report.error(
        "secret-in-project", "option '\(name)' of a user mapping is a secret",
        at: entry.value.range,
        notes: [.init("take it from the environment: '\(name): ${NAME_OF_A_VARIABLE}'")])
    }
  }

  /// Secrets are never written: a variable stands for each.
  public static func encode(
    _ object: UserMapping, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard let options = object.options else {
      return draft.omit(object.id, "its options can't be read by this role")
    }
    var entries: [YAMLValue.Entry] = [.init("role", .text(object.role))]
    var written: ForeignOptions = [:]
    for (name, value) in options {
      if UserMapping.isOpen(name) {
        written[name] = value
      } else {
        let variable = variable(for: name, of: object)
        written[name] = "${\(variable)}"
        draft.omit(object.id, "the value of '\(name)': set the environment variable \(variable)")
      }
    }
    if !written.isEmpty { entries.add("options", written.encoded) }
    draft.addItem(
      object.id, to: "user_mappings", of: ForeignServer.id(object.server),
      keyOrder: ["role", "options"], entries)
  }

  private static func variable(for option: String, of mapping: UserMapping) -> String {
    let words = "\(mapping.server)_\(mapping.role)_\(option)".uppercased()
    return String(
      words.unicodeScalars.map { scalar in
        let isPlain = ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        return isPlain ? Character(scalar) : "_"
      })
  }
}
