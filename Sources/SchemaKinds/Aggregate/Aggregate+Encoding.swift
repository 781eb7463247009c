import SQLText
public import SchemaCore

extension AggregateKind {
  private static let keyOrder =
    [
      "aggregate", "schema", "comment", "owner", "args", "order_by", "hypothetical", "sfunc",
      "stype",
    ]
    + [
      "sspace", "finalfunc", "finalfunc_extra", "finalfunc_modify", "combinefunc", "serialfunc",
      "deserialfunc", "initcond", "msfunc", "minvfunc", "mstype", "msspace", "mfinalfunc",
      "mfinalfunc_extra", "mfinalfunc_modify", "minitcond", "sortop", "parallel", "grants",
    ]

  public static func encode(
    _ object: Aggregate, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let schema = object.name.schema
    var entries = draft.nameEntries("aggregate", object.name)
    for (key, list) in [("args", object.arguments), ("order_by", object.orderedArguments)]
    where !list.isEmpty {
      entries.add(key, .list(list.map { argument($0, from: schema, draft) }))
    }
    entries.add("hypothetical", object.form == .hypothetical)
    for (key, name) in object.functions {
      entries.add(key, name.schema.isEmpty ? name.sql : draft.routine(name, from: schema))
    }
    for (key, type) in object.types { entries.add(key, draft.type(type, from: schema)) }
    for (key, value) in object.parameters {
      let isPlain = Aggregate.sizeKeys.contains(key) || Aggregate.flagKeys.contains(key)
      entries.add(key, isPlain ? .plain(value) : .text(value))
    }
    if let sort = object.sortOperator {
      entries.add("sortop", sort.schema.isEmpty ? sort.name : sort.operatorSQL)
    }
    draft.addDocument(
      object.id, path: "functions/\(draft.fileName(of: object.name))", keyOrder: keyOrder, entries)
  }

  private static func argument(
    _ argument: Function.Argument, from schema: String, _ draft: ProjectDraft
  ) -> YAMLValue {
    var entries: [YAMLValue.Entry] = []
    entries.add("name", argument.name)
    entries.add("mode", argument.mode.rawValue, unless: "IN")
    entries.add("type", draft.type(argument.type, from: schema))
    return .mapping(entries)
  }
}

extension QualifiedName {
  /// The name of an operator where its schema is written too.
  var operatorSQL: String {
    "OPERATOR(\(quotedIdentifier(schema.isEmpty ? "pg_catalog" : schema)).\(name))"
  }
}
