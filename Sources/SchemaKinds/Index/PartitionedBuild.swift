import SQLText
import SchemaCore

/// How an index comes onto a live partitioned table without holding writers out.
///
/// PostgreSQL has no CONCURRENTLY for the parent: its index is made on the parent alone, one
/// is built concurrently on each partition, and attaching the last one makes it valid.
struct PartitionedBuild {
  let statements: [SQLFragment]

  /// Plans the build; nil where a partition is partitioned again or foreign, where the run makes,
  /// attaches or takes away one, or where two partitions' indexes would get one name.
  init?(_ index: Index, as name: String, in context: PlanContext) {
    guard let parent = index.owner,
      let partitions = context.facts.partitionsByParent[parent], !partitions.isEmpty,
      partitions.allSatisfy(\.isOrdinary), !context.changesPartitions(of: parent)
    else { return nil }
    let parentIndex = QualifiedName(schema: index.table.schema, name: name)
    var statements = [index.creation(.onlyParent, as: name)]
    var names: Set<QualifiedName> = []
    for partition in partitions {
      let table = partition.id.qualifiedName
      let own = PartitionedBuild.name(of: index, on: table)
      guard names.insert(own).inserted, own != parentIndex else { return nil }
      // An interrupted run leaves an index that isn't attached, perhaps INVALID.
      statements += [
        SQLFragment("DROP INDEX CONCURRENTLY IF EXISTS \(own.sql)"),
        index.creation(.concurrent, as: own.name, on: table),
        SQLFragment("ALTER INDEX \(parentIndex.sql) ATTACH PARTITION \(own.sql)"),
      ]
    }
    self.statements = statements
  }

  /// A partition's index is named by its definition too, so that the one of a changed index
  /// never meets the one that is still in use.
  static func name(of index: Index, on table: QualifiedName) -> QualifiedName {
    let digest = StableHash(of: [index.creation(.plain).sql]).hexadecimal.prefix(8)
    var stem = "\(table.name)_\(index.name)"
    while stem.utf8.count > 54 { stem.unicodeScalars.removeLast() }
    return QualifiedName(schema: table.schema, name: "\(stem)_\(digest)")
  }
}
