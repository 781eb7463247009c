import SQLText
public import SchemaCore

extension OperationKind {
  static let createExtension = OperationKind("create_extension", .extensions)
  static let alterExtension = OperationKind("alter_extension", .extensions)
  static let dropExtension = OperationKind("drop_extension", .extensions)
}

extension ExtensionKind {
  /// Only a project that lists its extensions says that others are too many; initdb installs
  /// plpgsql, which nobody lists.
  public static func isDropCandidate(_ live: Extension, in context: PlanContext) -> Bool {
    context.declaresExtensions && live.name != "plpgsql"
  }

  public static func create(_ new: Extension, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createExtension, new.id, [creation(of: new)],
        requires: earlier(than: new, in: context), provides: [new.id],
        reversal: .statements([removal(of: new)]),
        summary: new.schema.map { "in schema \($0)" } ?? "")
    ]
  }

  /// Only the extension's control file says whether its objects can move.
  public static func refusal(
    _ old: Extension, into new: Extension, in context: PlanContext
  ) -> String? {
    guard old.schema != new.schema, !old.isRelocatable else { return nil }
    return """
      its objects can't be moved to another schema: declare it in '\(old.schema ?? "")', or drop \
      it and create it again by hand
      """
  }

  public static func alter(
    _ old: Extension, into new: Extension, in context: PlanContext
  ) -> [Operation] {
    var operations: [Operation] = []
    if let version = new.version, let former = old.version, version != former {
      operations.append(
        Operation(
          .alterExtension, new.id, [update(new, to: version)], provides: [new.id],
          reversal: .statements([update(new, to: former)]),
          summary: "version \(former) → \(version)"))
    }
    if let schema = new.schema, let former = old.schema, schema != former {
      operations.append(
        Operation(
          .alterExtension, new.id, [move(new, to: schema)], provides: [new.id],
          reversal: .statements([move(new, to: former)]),
          summary: "schema \(former) → \(schema)"))
    }
    return operations
  }

  /// Without CASCADE: the server refuses where anything still uses the extension.
  public static func drop(_ old: Extension, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropExtension, old.id, [removal(of: old)], isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old)]))
    ]
  }

  /// An extension may need another, which only its control file tells: they are installed in
  /// the order in which the project lists them.
  private static func earlier(than new: Extension, in context: PlanContext) -> Set<ObjectID> {
    let names = context.declared.all(Extension.self).map(\.id).filter(context.isCreated)
    return names.firstIndex(of: new.id).flatMap { $0 > 0 ? [names[$0 - 1]] : nil } ?? []
  }

  private static func creation(of object: Extension) -> SQLFragment {
    let place = object.schema.map { " SCHEMA \(quotedIdentifier($0))" } ?? ""
    let version = object.version.map { " VERSION \(quotedLiteral($0))" } ?? ""
    return SQLFragment("CREATE EXTENSION \(quotedIdentifier(object.name))\(place)\(version)")
  }

  private static func removal(of object: Extension) -> SQLFragment {
    SQLFragment("DROP EXTENSION \(quotedIdentifier(object.name))")
  }

  private static func update(_ object: Extension, to version: String) -> SQLFragment {
    SQLFragment(
      "ALTER EXTENSION \(quotedIdentifier(object.name)) UPDATE TO \(quotedLiteral(version))")
  }

  private static func move(_ object: Extension, to schema: String) -> SQLFragment {
    SQLFragment(
      "ALTER EXTENSION \(quotedIdentifier(object.name)) SET SCHEMA \(quotedIdentifier(schema))")
  }
}
