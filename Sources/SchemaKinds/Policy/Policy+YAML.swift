import SQLText
public import SchemaCore
public import SourceText

/// Row level security policies: `policies` of a table.
public enum PolicyKind: ObjectKind {
  public typealias Object = Policy
  public static var id: KindID { .policy }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "policies")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let table = scope.owner else { return }
    for item in listItems(node, noun: "policies", into: &declarations.report) {
      decodePolicy(item, of: table.qualifiedName, into: &declarations)
    }
  }

  private static func decodePolicy(
    _ node: DocumentNode, of table: QualifiedName, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "policy", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let commands = Policy.Command.allCases.map(\.rawValue)
    let command = reader.word("for", of: commands, &declarations.report)
    let roles = roleNames("to", from: &reader, into: &declarations.report) ?? []
    let using = reader.string("using", &declarations.report)
    let check = reader.string("check", &declarations.report)
    let isPermissive = reader.bool("permissive", &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    for key in ["using", "check"] {
      declarations.useColumns(in: reader.node[key], of: Table.id(table))
    }
    guard let name,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    else { return }
    var policy = Policy(table: table, name: name, roles: roles.map(\.text))
    policy.command = command.flatMap(Policy.Command.init) ?? .all
    policy.using = using.map { trimmed($0) } ?? ""
    policy.check = check.map { trimmed($0) } ?? ""
    policy.isPermissive = isPermissive ?? true
    checkConditions(of: policy, reader, into: &declarations.report)
    declarations.declare(policy, at: node.range)
    for role in roles { declarations.useRole(role.text, by: policy.id, at: role.range) }
    declarations.declareComment(comment, on: policy.id, at: reader.range(of: "comment"))
  }

  /// Rows that are inserted don't exist before; rows that are only read or deleted not after.
  private static func checkConditions(
    of policy: Policy, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    if policy.command == .insert, !policy.using.isEmpty {
      report.error(
        "wrong-value", "a policy for INSERT has 'check', not 'using'",
        at: reader.range(of: "using"))
    }
    if policy.command == .select || policy.command == .delete, !policy.check.isEmpty {
      report.error(
        "wrong-value", "a policy for \(policy.command.rawValue) has 'using', not 'check'",
        at: reader.range(of: "check"))
    }
  }
}
