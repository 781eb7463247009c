import SQLText
public import SchemaCore

extension OperationKind {
  static let renameFunction = OperationKind("rename_function", .renames)
}

extension Function {
  /// The server follows renames in defaults and BEGIN ATOMIC bodies, not in bodies that are
  /// texts.
  public func renamed(by names: Renaming) -> Function {
    var copy = mappingExpressions { names.text($0, from: name.schema) }
    copy.name = names.routine(name)
    for index in arguments.indices {
      copy.arguments[index].type = names.type(arguments[index].type)
    }
    copy.result = names.type(result)
    return copy
  }
}

extension FunctionKind {
  public static func rename(
    _ object: Function, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    let types = object.inputs.map(\.type)
    let list = types.map(\.sql).joined(separator: ", ")
    let declared = Set(context.declared.ids)
    let requires = types.map { ObjectID(.enumType, schema: $0.schema, $0.name) }
    return renaming(
      .renameFunction, object.id, from: former, to: object.name.name,
      requires: Set(requires).intersection(declared).union([Schema.id(object.name.schema)])
    ) { "ALTER FUNCTION \(schema).\($0)(\(list)) RENAME TO \($1)" }
  }
}
