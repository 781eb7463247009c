import SQLText
public import SchemaCore

extension OperationKind {
  static let renameProcedure = OperationKind("rename_procedure", .renames)
  static let renameAggregate = OperationKind("rename_aggregate", .renames)
}

/// Returns the operation that renames a routine, after the types of its arguments.
///
/// - Parameter signature: the arguments as ALTER takes them, without the parentheses.
func routineRenaming(
  _ kind: OperationKind, _ noun: String, _ id: ObjectID, from former: String,
  types: [TypeName], signature: String, in context: PlanContext
) -> Operation {
  let schema = quotedIdentifier(id.schema)
  let requires = context.renaming.steps.map(\.object).filter { step in
    types.contains { $0.schema == step.schema && $0.name == step.name }
  }
  return renaming(
    kind, id, from: former, to: id.name, requires: Set(requires).union([Schema.id(id.schema)])
  ) { "ALTER \(noun) \(schema).\($0)(\(signature)) RENAME TO \($1)" }
}

extension ProcedureKind {
  public static func rename(
    _ object: Function, from former: String, in context: PlanContext
  ) -> Operation? {
    let types = object.inputs.map(\.type)
    return routineRenaming(
      .renameProcedure, "PROCEDURE", object.id, from: former, types: types,
      signature: types.map(\.sql).joined(separator: ", "), in: context)
  }
}

extension Aggregate {
  public func renamed(by names: Renaming) -> Aggregate {
    var copy = self
    copy.name = names.routine(name)
    for index in arguments.indices {
      copy.arguments[index].type = names.type(arguments[index].type)
    }
    for index in orderedArguments.indices {
      copy.orderedArguments[index].type = names.type(orderedArguments[index].type)
    }
    copy.functions = functions.mapValues(names.routine)
    copy.types = types.mapValues(names.type)
    copy.sortOperator = sortOperator.map(names.inSchema)
    return copy
  }
}

extension AggregateKind {
  public static func rename(
    _ object: Aggregate, from former: String, in context: PlanContext
  ) -> Operation? {
    routineRenaming(
      .renameAggregate, "AGGREGATE", object.id, from: former, types: object.inputs.map(\.type),
      signature: object.argumentSQL, in: context)
  }
}

extension RoutineName {
  /// Returns the routine as it is called after renames.
  func renamed(by names: Renaming) -> RoutineName {
    RoutineName(names.routine(name), arguments.map(names.type))
  }
}

extension Renaming {
  /// Returns the name after of what has none that changes but goes along with its schema.
  func inSchema(_ name: QualifiedName) -> QualifiedName {
    QualifiedName(schema: schema(name.schema), name: name.name)
  }
}
