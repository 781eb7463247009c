import SQLText
public import SchemaCore

extension OperationKind {
  static let createTextSearchDictionary = OperationKind("create_text_search_dictionary", .types)
  static let alterTextSearchDictionary = OperationKind("alter_text_search_dictionary", .types)
  static let dropTextSearchDictionary = OperationKind("drop_text_search_dictionary", .types)
}

extension TextSearchDictionaryKind {
  /// Options can be changed, the template can't.
  public static func needsReplacement(
    _ old: TextSearchDictionary, by new: TextSearchDictionary, in context: PlanContext
  ) -> Bool { old.template != new.template }

  public static func refusal(
    _ old: TextSearchDictionary, into new: TextSearchDictionary, in context: PlanContext
  ) -> String? {
    guard needsReplacement(old, by: new, in: context) else { return nil }
    return context.replacementRefusal(
      of: old.id, change: "PostgreSQL can't change a dictionary's template")
  }

  public static func create(
    _ new: TextSearchDictionary, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .createTextSearchDictionary, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: "from \(new.template)")
    ]
  }

  public static func alter(
    _ old: TextSearchDictionary, into new: TextSearchDictionary, in context: PlanContext
  ) -> [Operation] {
    let changed = Set(old.options.keys).union(new.options.keys).filter {
      old.options[$0] != new.options[$0]
    }
    return [
      Operation(
        .alterTextSearchDictionary, new.id, [change(of: old, to: new)], provides: [new.id],
        reversal: .statements([change(of: new, to: old)]),
        summary: changed.sorted().joined(separator: ", "))
    ]
  }

  public static func drop(_ old: TextSearchDictionary, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropTextSearchDictionary, old.id, [removal(of: old)], isDestructive: true,
        releases: [old.id], reversal: .statements([creation(of: old)]))
    ]
  }

  private static func creation(of object: TextSearchDictionary) -> SQLFragment {
    let options = object.options.sorted { $0.key < $1.key }.map { setting($0.key, $0.value) }
    let parts = ["TEMPLATE = \(object.template.sql)"] + options
    return SQLFragment(
      "CREATE TEXT SEARCH DICTIONARY \(object.name.sql) (\(parts.joined(separator: ", ")))")
  }

  /// An option without a value goes back to its default.
  private static func change(
    of old: TextSearchDictionary, to new: TextSearchDictionary
  ) -> SQLFragment {
    var parts = new.options.sorted { $0.key < $1.key }
      .filter { old.options[$0.key] != $0.value }.map { setting($0.key, $0.value) }
    parts += old.options.keys.sorted().filter { new.options[$0] == nil }.map(quotedIdentifier)
    return SQLFragment(
      "ALTER TEXT SEARCH DICTIONARY \(new.name.sql) (\(parts.joined(separator: ", ")))")
  }

  private static func setting(_ name: String, _ value: String) -> String {
    let isNumber =
      !value.isEmpty && value.utf8.count < 10
      && value.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
    return "\(quotedIdentifier(name)) = \(isNumber ? value : quotedLiteral(value))"
  }

  private static func removal(of object: TextSearchDictionary) -> SQLFragment {
    SQLFragment("DROP TEXT SEARCH DICTIONARY \(object.name.sql)")
  }
}
