import SQLText
public import SchemaCore

extension FunctionKind {
  public static func encode(
    _ object: Function, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries(object.isProcedure ? "procedure" : "name", object.name)
    entries.add("language", object.language, unless: "plpgsql")
    let arguments = arguments(of: object, draft)
    if !arguments.isEmpty { entries.add("args", .list(arguments)) }
    if !object.isProcedure { entries.add("returns", result(of: object, draft)) }
    addAttributes(of: object, to: &entries)
    if let support = object.support {
      let name = draft.routine(support, from: object.name.schema)
      entries.add("support", support.schema.isEmpty ? support.sql : name)
    }
    entries.add("transforms", object.transforms.map { draft.type($0, from: object.name.schema) })
    entries.add("body", .text(object.sqlBody.isEmpty ? object.body : object.sqlBody))
    if object.language == "c" {
      entries.add("link_symbol", object.linkSymbol, unless: object.name.name)
    }
    draft.addDocument(
      object.id,
      path: "\(object.isProcedure ? "procedures" : "functions")/\(draft.fileName(of: object.name))",
      keyOrder: [
        "name", "procedure", "schema", "comment", "language", "args", "returns", "security",
        "volatility",
        "parallel", "strict", "leakproof", "window", "cost", "rows", "support", "transforms", "set",
        "body", "link_symbol", "grants",
      ], entries)
  }

  private static func arguments(of function: Function, _ draft: ProjectDraft) -> [YAMLValue] {
    var defaults = listElements(function.defaults)[...]
    var written: [YAMLValue] = []
    for argument in function.arguments {
      let expression = argument.hasDefault ? defaults.popFirst() : nil
      guard argument.mode != .table else { continue }
      var entries: [YAMLValue.Entry] = []
      entries.add("name", argument.name)
      entries.add("mode", argument.mode.rawValue, unless: "IN")
      entries.add("type", draft.type(argument.type, from: function.name.schema))
      if let expression { entries.add("default", .text(expression)) }
      written.append(.mapping(entries))
    }
    return written
  }

  /// Returns the value of `returns`; empty where the OUT arguments tell it.
  private static func result(of function: Function, _ draft: ProjectDraft) -> String {
    let schema = function.name.schema
    let columns = function.arguments.filter { $0.mode == .table }
    guard columns.isEmpty else {
      let list = columns.map {
        "\(quotedIdentifier($0.name)) \(draft.type($0.type, from: schema))"
      }
      return "TABLE(\(list.joined(separator: ", ")))"
    }
    if !function.returnsSet, function.arguments.contains(where: \.isOutput) { return "" }
    let type = draft.type(function.result, from: schema)
    return function.returnsSet ? "SETOF \(type)" : type
  }

  private static func addAttributes(of function: Function, to entries: inout [YAMLValue.Entry]) {
    if function.isSecurityDefiner { entries.add("security", "definer") }
    entries.add("volatility", function.volatility.rawValue, unless: "volatile")
    entries.add("parallel", function.parallel.rawValue, unless: "unsafe")
    entries.add("strict", function.isStrict)
    entries.add("leakproof", function.isLeakproof)
    entries.add("window", function.isWindow)
    if function.cost != Function.defaultCost(of: function.language) {
      entries.add("cost", number(function.cost))
    }
    if function.returnsSet, function.rows != 1000 { entries.add("rows", number(function.rows)) }
    guard !function.configuration.isEmpty else { return }
    let settings = function.configuration.sorted { $0.key < $1.key }
    entries.add("set", .mapping(settings.map { .init($0.key, .text($0.value)) }))
  }

  private static func number(_ value: Double) -> YAMLValue {
    .plain(value == value.rounded() && value < 1e15 ? String(Int(value)) : String(Float(value)))
  }
}
