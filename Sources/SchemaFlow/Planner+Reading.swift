import Catalog
import Planning
import Postgres
import SchemaCore
import SchemaKinds

extension Planner {
  /// Reads the live schema; where the project takes partitions off their parents, once more with
  /// what they have from them, since they keep it.
  func read(extras: [String], over connection: Connection) async throws -> LiveReading {
    let reader = CatalogReader(connection: connection, kinds: kinds)
    let reading = try await reader.read(extras: extras, openSecond: openSecond)
    let leaving = leavingPartitions(in: reading)
    guard !leaving.isEmpty else { return reading }
    let list = leaving.sorted().map(String.init).joined(separator: ",")
    try await connection.execute("SET \(detachedSetting) = '{\(list)}'")
    let second = try await reader.read(extras: extras)
    try await connection.execute("RESET \(detachedSetting)")
    return second
  }

  /// The OIDs of live partitions that are declared as tables of their own, or as another's, and
  /// of those that an interrupted detach has half taken off.
  private func leavingPartitions(in reading: LiveReading) -> [Int] {
    let declared = project.declarations.snapshot
    let leaving = reading.facts.partitions.filter { id in
      guard let live = reading.snapshot[id], let wanted = declared[id] else { return false }
      return !formerNames(of: wanted.owner).contains(live.owner)
        || (live as? Table)?.partition?.isDetachPending == true
    }
    guard !leaving.isEmpty else { return [] }
    return reading.facts.addresses.compactMap { address, id in
      leaving.contains(id) && address.catalog == "pg_class" ? address.oid : nil
    }
  }

  /// What a declared table may be called live: the project may rename it, or its schema.
  private func formerNames(of table: ObjectID?) -> Set<ObjectID?> {
    guard let table else { return [nil] }
    func names(of id: ObjectID, _ now: String) -> [String] {
      [now] + project.declarations.renames.filter { $0.object == id }.map(\.former)
    }
    let schemas = names(of: Schema.id(table.schema), table.schema)
    return Set(
      names(of: table, table.name).flatMap { name in
        schemas.map { ObjectID(table.kind, schema: $0, name) }
      })
  }
}
