import SQLText
public import SchemaCore

extension OperationKind {
  static let renameType = OperationKind("rename_type", .renames)
  static let renameAttribute = OperationKind("rename_attribute", .renames)
}

/// Returns the operation that renames a type that is no enum.
private func typeRenaming(_ noun: String, _ id: ObjectID, from former: String) -> Operation {
  renaming(.renameType, id, from: former, to: id.name, requires: [Schema.id(id.schema)]) {
    "ALTER \(noun) \(quotedIdentifier(id.schema)).\($0) RENAME TO \($1)"
  }
}

extension Domain {
  public func renamed(by names: Renaming) -> Domain {
    var copy = mappingExpressions { names.text($0, from: name.schema) }
    copy.name = names.type(name)
    copy.type = names.type(type)
    copy.collation = collation.map(names.collation)
    return copy
  }
}

extension DomainKind {
  public static func rename(
    _ object: Domain, from former: String, in context: PlanContext
  ) -> Operation? { typeRenaming("DOMAIN", object.id, from: former) }
}

extension DomainCheck {
  public func renamed(by names: Renaming) -> DomainCheck {
    var copy = mappingExpressions { names.text($0, from: domain.schema) }
    copy.domain = names.type(domain)
    copy.name = names.member(id)
    return copy
  }
}

extension DomainCheckKind {
  public static func rename(
    _ object: DomainCheck, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renameConstraint, object.id, from: former, to: object.name,
      requires: [Domain.id(object.domain)]
    ) { "ALTER DOMAIN \(object.domain.sql) RENAME CONSTRAINT \($0) TO \($1)" }
  }
}

extension CompositeType {
  public func renamed(by names: Renaming) -> CompositeType {
    var copy = self
    copy.order = order.map { names.member(Attribute.id($0, of: name)) }
    copy.name = names.type(name)
    return copy
  }
}

extension CompositeTypeKind {
  public static func rename(
    _ object: CompositeType, from former: String, in context: PlanContext
  ) -> Operation? { typeRenaming("TYPE", object.id, from: former) }
}

extension Attribute {
  public func renamed(by names: Renaming) -> Attribute {
    var copy = self
    copy.composite = names.type(composite)
    copy.name = names.member(id)
    copy.type = names.type(type)
    copy.collation = collation.map(names.collation)
    return copy
  }
}

extension AttributeKind {
  public static func rename(
    _ object: Attribute, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renameAttribute, object.id, from: former, to: object.name,
      requires: [CompositeType.id(object.composite)]
    ) { "ALTER TYPE \(object.composite.sql) RENAME ATTRIBUTE \($0) TO \($1)" }
  }
}
