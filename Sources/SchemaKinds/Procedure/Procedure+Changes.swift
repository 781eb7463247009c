public import SchemaCore

extension OperationKind {
  static let createProcedure = OperationKind("create_procedure", .functions, isFloating: true)
  static let dropProcedure = OperationKind("drop_procedure", .functions)
}

extension ProcedureKind {
  public static func needsReplacement(
    _ old: Function, by new: Function, in context: PlanContext
  ) -> Bool { FunctionKind.needsReplacement(old, by: new, in: context) }

  public static func create(_ new: Function, in context: PlanContext) -> [Operation] {
    FunctionKind.create(new, in: context)
  }

  public static func alter(
    _ old: Function, into new: Function, in context: PlanContext
  ) -> [Operation] { FunctionKind.alter(old, into: new, in: context) }

  public static func drop(_ old: Function, in context: PlanContext) -> [Operation] {
    FunctionKind.drop(old, in: context)
  }
}
