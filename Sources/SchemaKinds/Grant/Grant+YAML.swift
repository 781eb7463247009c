import SQLText
public import SchemaCore
public import SourceText

/// Grants: `grants` of every kind that has privileges, and `schema_grants` beside the extensions.
public enum GrantKind: ObjectKind {
  public typealias Object = Grant
  public static var id: KindID { .grant }

  /// A kind that says which privileges its objects have gets the key by saying so.
  public static var places: [YAMLPlace] {
    KindRegistry.all.filter { $0.access?.privileges != nil }.map {
      .member(of: $0.id, key: "grants")
    } + [.member(of: .extension, key: "schema_grants")]
  }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    var grants = DeclaredGrants()
    if let target = scope.owner, target.kind != .extension {
      for item in listItems(node, noun: "grants", into: &declarations.report) {
        decodeGrant(item, on: target, into: &grants, &declarations)
      }
      if target.kind == .schema { declarations.snapshot.mentioned.insert(exactGrants(on: target)) }
    } else {
      for item in listItems(node, noun: "schema_grants", into: &declarations.report) {
        decodeSchemaGrant(item, into: &grants, &declarations)
      }
    }
    grants.declare(into: &declarations)
  }

  /// Reads the grants on the sequence of a serial or identity column.
  static func decodeSequenceGrants(
    of column: Column, from reader: inout MappingReader, into declarations: inout Declarations
  ) {
    guard let node = reader.value("sequence_grants") else { return }
    var grants = DeclaredGrants()
    let standIn = Grant.sequence(of: column.id)
    let target = column.isSerial ? NumberSequence.id(column.sequenceName) : standIn
    for item in listItems(node, noun: "sequence_grants", into: &declarations.report) {
      decodeGrant(item, on: target, into: &grants, &declarations)
    }
    declarations.snapshot.mentioned.insert(exactGrants(on: standIn))
    grants.declare(into: &declarations)
  }

  private static func decodeGrant(
    _ node: DocumentNode, on target: ObjectID, into grants: inout DeclaredGrants,
    _ declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "grant", report: &declarations.report)
    else { return }
    let roles = readRoles(from: &reader, into: &declarations.report)
    let columns = readColumns(on: target, from: &reader, into: &declarations)
    let privileges = readPrivileges(
      on: target.kind, ofColumns: columns != nil, from: &reader, into: &declarations.report)
    let isGrantable = reader.bool("with_grant_option", &declarations.report) ?? false
    // A grant has no comment in the database: what is written is for readers of the file.
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    for role in roles {
      if role.text == publicRole, isGrantable {
        declarations.report.error(
          "wrong-value", "PUBLIC can't get a grant option",
          at: reader.range(of: "with_grant_option"))
      }
      for column in columns?.map(Optional.some) ?? [nil] {
        var grant = Grant(
          target: target, grantee: role.text, column: column, privileges: privileges)
        if isGrantable { grant.grantable = privileges }
        grants.add(grant, at: node.range, role: role.range)
      }
    }
  }

  private static func decodeSchemaGrant(
    _ node: DocumentNode, into grants: inout DeclaredGrants, _ declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "schema grant", report: &declarations.report)
    else { return }
    let roles = readRoles(from: &reader, into: &declarations.report)
    let schemas = reader.strings("schemas", &declarations.report)
    if schemas == nil {
      declarations.report.error(
        "missing-key", "a schema grant needs the key 'schemas'", at: node.range)
    }
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    for item in schemas ?? [] {
      for schema in commaSeparated(item.text) {
        let target = ObjectID(.schema, schema)
        for role in roles {
          var grant = Grant(target: target, grantee: role.text, privileges: ["USAGE"])
          grant.isPartial = true
          grants.add(grant, at: node.range, role: role.range)
          declarations.use(.object(target), as: "schema", by: grant.id, at: item.range)
        }
      }
    }
  }

  static func readRoles(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)] {
    guard let roles = roleNames("to", allowsOwner: true, from: &reader, into: &report),
      !roles.isEmpty
    else {
      if !reader.has("to") || reader.node["to"]?.isNull == true {
        report.error("missing-key", "a \(reader.noun) needs the key 'to'", at: reader.node.range)
      }
      return []
    }
    return roles.filter { role in
      guard isRoleKeyword(role.text) else { return true }
      report.error(
        "wrong-value", "a \(reader.noun) names a role or PUBLIC, not \(role.text)",
        at: role.range)
      return false
    }
  }

  private static func readColumns(
    on target: ObjectID, from reader: inout MappingReader, into declarations: inout Declarations
  ) -> [String]? {
    guard Privileges.privilegeClass(of: target.kind) == .relation,
      let columns = reader.strings("columns", &declarations.report), !columns.isEmpty
    else { return nil }
    return columns.flatMap { item in
      commaSeparated(item.text).map { column in
        if target.kind == .table {
          declarations.useColumn(column, of: target, as: "grant column", at: item.range)
        }
        return column
      }
    }
  }

  private static func readPrivileges(
    on kind: KindID, ofColumns: Bool, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) -> Set<String> {
    readPrivileges(
      of: Privileges.available(on: kind, column: ofColumns ? "" : nil, serverVersion: Int.max),
      on: ofColumns ? "columns" : "a \(kind)", from: &reader, into: &report)
  }

  /// Reads the list of privileges, `ALL` among them.
  ///
  /// - Parameter place: what they are on, for messages: `a table`.
  static func readPrivileges(
    of known: Set<String>, on place: String, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) -> Set<String> {
    guard let texts = reader.strings("privileges", &report) else {
      if !reader.has("privileges") {
        report.error("missing-key", "a grant needs the key 'privileges'", at: reader.node.range)
      }
      return []
    }
    var privileges: Set<String> = []
    for item in texts {
      for text in commaSeparated(item.text) {
        let name = text.uppercased() == "ALL PRIVILEGES" ? Privileges.all : text.uppercased()
        if name == Privileges.all || known.contains(name) {
          privileges.insert(name)
          continue
        }
        let near = nearestSpelling(of: name, among: known.sorted())
        report.error(
          "wrong-value", "there is no privilege '\(text)' on \(place)", at: item.range,
          notes: near.map { [.init("did you mean '\($0)'?", at: item.range)] } ?? [])
      }
    }
    return privileges
  }
}
