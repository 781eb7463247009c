import SQLText
public import SchemaCore

extension OperationKind {
  static let renameConstraint = OperationKind("rename_constraint", .renames)
}

/// Returns the operation that renames a table's constraint, and its index where it has one.
private func constraintRenaming(
  _ id: ObjectID, of table: QualifiedName, from former: String, in context: PlanContext
) -> Operation {
  renaming(
    .renameConstraint, id, from: former, to: id.member,
    locks: context.renameLock(Table.id(table)), requires: [Table.id(table)]
  ) { "ALTER TABLE \(table.sql) RENAME CONSTRAINT \($0) TO \($1)" }
}

extension PrimaryKey: NamedAfterColumns {
  var defaultName: String { PrimaryKey(table: table, columns: columns).name }

  public func renamed(by names: Renaming) -> PrimaryKey {
    var copy = self
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.columns = names.columns(columns, of: table)
    copy.include = names.columns(include, of: table)
    return copy
  }
}

extension PrimaryKeyKind {
  public static func rename(
    _ object: PrimaryKey, from former: String, in context: PlanContext
  ) -> Operation? {
    constraintRenaming(object.id, of: object.table, from: former, in: context)
  }
}

extension UniqueConstraint: NamedAfterColumns {
  var defaultName: String { UniqueConstraint(table: table, columns: columns).name }

  public func renamed(by names: Renaming) -> UniqueConstraint {
    var copy = self
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.columns = names.columns(columns, of: table)
    copy.include = names.columns(include, of: table)
    return copy
  }
}

extension UniqueConstraintKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: UniqueConstraint, from former: String, in context: PlanContext
  ) -> Operation? {
    constraintRenaming(object.id, of: object.table, from: former, in: context)
  }
}

extension Check {
  /// A check that is written on a column is named after it.
  public func derivedName(after names: Renaming) -> String? {
    let column = SQLLexer.tokens(of: expression).compactMap(\.name).first {
      truncatedIdentifier("chk_\(table.name)_\($0)") == name
    }
    guard let column else { return nil }
    return truncatedIdentifier(
      "chk_\(names.relation(table).name)_\(names.column(column, of: table))")
  }

  public func renamed(by names: Renaming) -> Check {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.name = names.member(id)
    return copy
  }
}

extension CheckKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: Check, from former: String, in context: PlanContext
  ) -> Operation? {
    constraintRenaming(object.id, of: object.table, from: former, in: context)
  }
}

extension ExclusionConstraint: NamedAfterColumns {
  var defaultName: String { ExclusionConstraint(table: table, elements: elements).name }

  public func renamed(by names: Renaming) -> ExclusionConstraint {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.include = names.columns(include, of: table)
    for index in elements.indices {
      copy.elements[index].collation = elements[index].collation.renamed(by: names)
      copy.elements[index].operatorClass = elements[index].operatorClass.renamed(
        by: names, method: method, from: table.schema)
      guard !elements[index].column.isEmpty else { continue }
      copy.elements[index].column = names.column(elements[index].column, of: table)
    }
    return copy
  }
}

extension ExclusionConstraintKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: ExclusionConstraint, from former: String, in context: PlanContext
  ) -> Operation? {
    constraintRenaming(object.id, of: object.table, from: former, in: context)
  }
}

extension ForeignKey: NamedAfterColumns {
  var defaultName: String {
    ForeignKey(
      table: table, columns: columns, referencedTable: referencedTable,
      referencedColumns: referencedColumns
    ).name
  }

  public func renamed(by names: Renaming) -> ForeignKey {
    var copy = self
    copy.table = names.relation(table)
    copy.name = names.member(id)
    copy.columns = names.columns(columns, of: table)
    copy.columnsSetOnDelete = names.columns(columnsSetOnDelete, of: table)
    copy.referencedTable = names.relation(referencedTable)
    copy.referencedColumns = names.columns(referencedColumns, of: referencedTable)
    return copy
  }
}

extension ForeignKeyKind {
  public static var isRenamedByName: Bool { true }

  public static func rename(
    _ object: ForeignKey, from former: String, in context: PlanContext
  ) -> Operation? {
    constraintRenaming(object.id, of: object.table, from: former, in: context)
  }
}
