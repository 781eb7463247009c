import SQLText
public import SchemaCore

extension OperationKind {
  static let createTextSearchConfiguration = OperationKind(
    "create_text_search_configuration", .types)
  static let alterTextSearchConfiguration = OperationKind(
    "alter_text_search_configuration", .types)
  static let dropTextSearchConfiguration = OperationKind(
    "drop_text_search_configuration", .types)
}

extension TextSearchConfigurationKind {
  /// Mappings can be changed, the parser can't.
  public static func needsReplacement(
    _ old: TextSearchConfiguration, by new: TextSearchConfiguration, in context: PlanContext
  ) -> Bool { old.parser != new.parser }

  public static func refusal(
    _ old: TextSearchConfiguration, into new: TextSearchConfiguration, in context: PlanContext
  ) -> String? {
    guard needsReplacement(old, by: new, in: context) else { return nil }
    return context.replacementRefusal(
      of: old.id, change: "PostgreSQL can't change a text search configuration's parser")
  }

  public static func create(
    _ new: TextSearchConfiguration, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .createTextSearchConfiguration, new.id, creation(of: new), provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "parser \(new.parser.name)")
    ]
  }

  public static func alter(
    _ old: TextSearchConfiguration, into new: TextSearchConfiguration, in context: PlanContext
  ) -> [Operation] {
    let changed = Set(old.mappings.keys).union(new.mappings.keys).filter {
      old.mappings[$0] != new.mappings[$0]
    }
    return [
      Operation(
        .alterTextSearchConfiguration, new.id, changes(of: old, to: new), provides: [new.id],
        reversal: .statements(changes(of: new, to: old)),
        summary: "mappings of \(changed.sorted().joined(separator: ", "))")
    ]
  }

  public static func drop(
    _ old: TextSearchConfiguration, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .dropTextSearchConfiguration, old.id, [removal(of: old)], isDestructive: true,
        releases: [old.id], reversal: .statements(creation(of: old)))
    ]
  }

  private static func creation(of object: TextSearchConfiguration) -> [SQLFragment] {
    let empty = TextSearchConfiguration(name: object.name, parser: object.parser)
    let sql =
      "CREATE TEXT SEARCH CONFIGURATION \(object.name.sql) (PARSER = \(object.parser.sql))"
    return [SQLFragment(sql)] + changes(of: empty, to: object)
  }

  private static func changes(
    of old: TextSearchConfiguration, to new: TextSearchConfiguration
  ) -> [SQLFragment] {
    let alter = "ALTER TEXT SEARCH CONFIGURATION \(new.name.sql)"
    var statements: [SQLFragment] = []
    let gone = old.mappings.keys.filter { new.mappings[$0] == nil }.sorted()
    if !gone.isEmpty {
      let tokens = gone.map(quotedIdentifier).joined(separator: ", ")
      statements.append(SQLFragment("\(alter) DROP MAPPING FOR \(tokens)"))
    }
    for (token, dictionaries) in new.mappings.sorted(by: { $0.key < $1.key })
    where old.mappings[token] != dictionaries {
      let verb = old.mappings[token] == nil ? "ADD" : "ALTER"
      let list = dictionaries.map(\.sql).joined(separator: ", ")
      statements.append(
        SQLFragment("\(alter) \(verb) MAPPING FOR \(quotedIdentifier(token)) WITH \(list)"))
    }
    return statements
  }

  private static func removal(of object: TextSearchConfiguration) -> SQLFragment {
    SQLFragment("DROP TEXT SEARCH CONFIGURATION \(object.name.sql)")
  }
}
