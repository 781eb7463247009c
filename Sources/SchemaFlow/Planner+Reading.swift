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
      return live.owner != wanted.owner
        || (live as? Table)?.partition?.isDetachPending == true
    }
    guard !leaving.isEmpty else { return [] }
    return reading.facts.addresses.compactMap { address, id in
      leaving.contains(id) && address.catalog == "pg_class" ? address.oid : nil
    }
  }
}
