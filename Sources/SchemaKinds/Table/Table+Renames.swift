import SQLText
public import SchemaCore

extension OperationKind {
  static let renameTable = OperationKind("rename_table", .renames)
}

extension Table {
  public var columnSources: [ObjectID] {
    ([partition?.parent].compactMap { $0 } + parents).map { Table.id($0) }
  }

  public func renamed(by names: Renaming) -> Table {
    var copy = mappingExpressions { names.text($0, from: name.schema, over: name) }
    copy.name = names.relation(name)
    copy.partition?.parent = names.relation(partition?.parent ?? name)
    copy.parents = parents.map(names.relation)
    copy.clusterIndex = indexName(clusterIndex, after: names)
    if case .index(let index) = replicaIdentity {
      copy.replicaIdentity = .index(indexName(index, after: names))
    }
    copy.partitionKey?.renameParts(of: name, by: names)
    copy.foreign?.server = names.name(ForeignServer.id(foreign?.server ?? ""))
    return copy
  }

  /// Returns the name after of an index, which may be a constraint's.
  private func indexName(_ index: String, after names: Renaming) -> String {
    let kinds: [KindID] = [.index, .primaryKey, .uniqueConstraint, .exclusionConstraint]
    return kinds.lazy.map {
      names.member(ObjectID($0, schema: name.schema, name.name, member: index))
    }
    .first { $0 != index } ?? index
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
    ) { "ALTER \(object.noun) \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }

  public static func mayBeRenamed(
    _ old: Table, to new: Table, in context: PlanContext
  ) -> Bool {
    guard old.name.schema == new.name.schema else { return false }
    if let partition = old.partition { return partition == new.partition }
    func columns(_ snapshot: Snapshot, _ table: Table) -> Set<[String]> {
      Set(snapshot.parts(of: table.id, as: Column.self).map { [$0.name, $0.type.sql] })
    }
    let former = columns(context.live, old)
    return !former.isEmpty && former == columns(context.declared, new)
  }
}
