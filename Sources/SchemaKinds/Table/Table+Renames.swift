import SQLText
public import SchemaCore

extension OperationKind {
  static let renameTable = OperationKind("rename_table", .renames)
}

extension Table {
  public func renamed(by names: Renaming) -> Table {
    var copy = self
    copy.name = names.relation(name)
    copy.partitionKey?.columns = names.columns(partitionKey?.columns ?? [], of: name)
    return copy
  }
}

extension TableKind {
  public static func rename(
    _ object: Table, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameTable, object.id, from: former, to: object.name.name,
      locks: context.renameLock(object.id), requires: [Schema.id(schema)]
    ) { "ALTER TABLE \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }

  public static func mayBeRenamed(
    _ old: Table, to new: Table, in context: PlanContext
  ) -> Bool {
    func columns(_ snapshot: Snapshot, _ table: Table) -> Set<[String]> {
      Set(snapshot.parts(of: table.id, as: Column.self).map { [$0.name, $0.type.sql] })
    }
    let former = columns(context.live, old)
    return old.name.schema == new.name.schema && !former.isEmpty
      && former == columns(context.declared, new)
  }
}
