import SQLText
public import SchemaCore

extension OperationKind {
  static let renameServer = OperationKind("rename_server", .renames)
  static let renameForeignDataWrapper = OperationKind("rename_foreign_data_wrapper", .renames)
}

extension ForeignServer {
  public func renamed(by names: Renaming) -> ForeignServer {
    var copy = self
    copy.name = names.name(id)
    copy.wrapper = names.name(ForeignDataWrapper.id(wrapper))
    return copy
  }
}

extension UserMapping {
  public func renamed(by names: Renaming) -> UserMapping {
    var copy = self
    copy.server = names.name(ForeignServer.id(server))
    copy.role = names.role(role)
    return copy
  }
}

extension ForeignDataWrapper {
  public func renamed(by names: Renaming) -> ForeignDataWrapper {
    var copy = self
    copy.name = names.name(id)
    copy.handler = handler.map(names.routine)
    copy.validator = validator.map(names.routine)
    return copy
  }
}

extension ServerKind {
  public static func rename(
    _ object: ForeignServer, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renameServer, object.id, from: former, to: object.name) {
      "ALTER SERVER \($0) RENAME TO \($1)"
    }
  }
}

extension ForeignDataWrapperKind {
  public static func rename(
    _ object: ForeignDataWrapper, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renameForeignDataWrapper, object.id, from: former, to: object.name) {
      "ALTER FOREIGN DATA WRAPPER \($0) RENAME TO \($1)"
    }
  }
}
