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
    copy.support = support.map(names.routine)
    copy.transforms = transforms.map(names.type)
    return copy
  }
}

extension FunctionKind {
  public static func rename(
    _ object: Function, from former: String, in context: PlanContext
  ) -> Operation? {
    let types = object.inputs.map(\.type)
    return routineRenaming(
      .renameFunction, "FUNCTION", object.id, from: former, types: types,
      signature: types.map(\.sql).joined(separator: ", "), in: context)
  }
}
