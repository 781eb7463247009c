import SQLText
public import SchemaCore

extension OperationKind {
  static let renamePublication = OperationKind("rename_publication", .renames)
}

extension Publication {
  public func renamed(by names: Renaming) -> Publication {
    var copy = self
    copy.name = names.name(id)
    copy.schemas = schemas.map(names.schema)
    copy.tables = tables.map { member in
      Member(
        table: names.relation(member.table),
        columns: names.columns(member.columns, of: member.table),
        filter: names.text(member.filter, from: member.table.schema, over: member.table))
    }
    return copy
  }
}

extension PublicationKind {
  public static func rename(
    _ object: Publication, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renamePublication, object.id, from: former, to: object.name) {
      "ALTER PUBLICATION \($0) RENAME TO \($1)"
    }
  }
}
