import SQLText
public import SchemaCore

extension OperationKind {
  static let createServer = OperationKind("create_server", .types)
  static let alterServer = OperationKind("alter_server", .types)
  static let dropServer = OperationKind("drop_server", .types)
}

extension ServerKind {
  /// Servers belong to the database: only a project that has some says that others are too
  /// many.
  public static func isDropCandidate(_ live: ForeignServer, in context: PlanContext) -> Bool {
    context.declared.ids.contains { $0.kind == .server }
  }

  public static func refusal(
    _ old: ForeignServer, into new: ForeignServer, in context: PlanContext
  ) -> String? {
    if old.wrapper != new.wrapper {
      return """
        PostgreSQL can't move a server from wrapper '\(old.wrapper)' to '\(new.wrapper)': \
        declare a new server, and move its foreign tables to it
        """
    }
    guard old.type != new.type else { return nil }
    return """
      PostgreSQL can't change a server's type (live: '\(old.type)', declared: '\(new.type)'): \
      declare a new server
      """
  }

  public static func create(_ new: ForeignServer, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createServer, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "of \(new.wrapper)")
    ]
  }

  public static func alter(
    _ old: ForeignServer, into new: ForeignServer, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterServer, new.id, [change(from: old, to: new)], provides: [new.id],
        reversal: .statements([change(from: new, to: old)]))
    ]
  }

  /// Without CASCADE: the server's mappings and foreign tables have to go first.
  public static func drop(_ old: ForeignServer, in context: PlanContext) -> [Operation] {
    let mappings = context.live.parts(of: old.id, as: UserMapping.self)
    return [
      Operation(
        .dropServer, old.id, mappings.map(UserMappingKind.removal) + [removal(of: old)],
        isDestructive: true, releases: Set([old.id] + mappings.map(\.id)),
        reversal: mappings.isEmpty
          ? .statements([creation(of: old)])
          : .impossible("the secrets of its user mappings are not kept"),
        summary: mappings.isEmpty ? "" : "with \(mappings.count) user mappings")
    ]
  }

  private static func creation(of server: ForeignServer) -> SQLFragment {
    var text = "CREATE SERVER \(quotedIdentifier(server.name))"
    if !server.type.isEmpty { text += " TYPE \(quotedLiteral(server.type))" }
    if !server.version.isEmpty { text += " VERSION \(quotedLiteral(server.version))" }
    text += " FOREIGN DATA WRAPPER \(quotedIdentifier(server.wrapper))"
    return SQLFragment(text + server.options.creation)
  }

  private static func change(from old: ForeignServer, to new: ForeignServer) -> SQLFragment {
    var text = "ALTER SERVER \(quotedIdentifier(new.name))"
    if old.version != new.version {
      text += " VERSION " + (new.version.isEmpty ? "NULL" : quotedLiteral(new.version))
    }
    return SQLFragment(text + new.options.change(from: old.options))
  }

  private static func removal(of server: ForeignServer) -> SQLFragment {
    SQLFragment("DROP SERVER \(quotedIdentifier(server.name))")
  }
}
