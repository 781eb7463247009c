import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct PartitionSetTests {
  private struct Declared: SchemaObject {
    var id: ObjectID
    var references: [Reference] { [.object(ObjectID(.schema, "partman"))] }
  }

  private func part(_ document: TableDocument, key: Table.PartitionKey?) -> RelationPart {
    var part = RelationPart(PartitionSetKind.self, document)
    var table = Table(name: RelationPart.table.qualifiedName)
    table.partitionKey = key
    part.declarations.snapshot.insert(table)
    part.declarations.snapshot.insert(Declared(id: PartitionSet.partman))
    PartitionSetKind.complete(&part.declarations)
    return part
  }

  private let document: TableDocument = ["granularity": "month", "window": ["12", "3"]]
  private let key = Table.PartitionKey(strategy: "range", columns: ["at"])

  @Test func readsTheWindow() throws {
    let part = part(document, key: key)
    #expect(part.problems.isEmpty)
    let set = try #require(part.snapshot.all(PartitionSet.self).first)
    #expect(set.history == 12 && set.future == 3 && set.hasDefault && set.keepsOldTables)
  }

  @Test func checksTheTableAndTheExtension() {
    #expect(
      part(document, key: .init(strategy: "list", columns: ["at"])).problems == [
        "'partitions' needs 'partition_by' range with one column"
      ])
    var lonely = RelationPart(PartitionSetKind.self, document)
    lonely.declarations.snapshot.insert(Table(name: RelationPart.table.qualifiedName))
    PartitionSetKind.complete(&lonely.declarations)
    #expect(
      lonely.problems.first == "'partitions' needs the extension 'pg_partman' with a schema")
    #expect(
      part(["granularity": "month", "window": ["1", "0"]], key: key).problems.count == 1)
  }

  @Test func changesOnlyTheConfiguration() throws {
    let part = part(document, key: key)
    let old = try #require(part.snapshot.all(PartitionSet.self).first)
    var new = old
    new.future = 6
    let context = PlanContext.between(part.snapshot, part.snapshot)
    let operation = try #require(PartitionSetKind.alter(old, into: new, in: context).first)
    #expect(operation.kind.name == "configure_partitions" && operation.locks.isEmpty)
    #expect(!operation.statements[0].sql.contains("create_parent"))
    new.granularity = .day
    #expect(PartitionSetKind.refusal(old, into: new, in: context) != nil)
  }

  @Test func locksALiveTable() throws {
    let part = part(document, key: key)
    let set = try #require(part.snapshot.all(PartitionSet.self).first)
    var live = Snapshot()
    live.insert(Table(name: RelationPart.table.qualifiedName))
    let operation = try #require(
      PartitionSetKind.create(set, in: .between(live, part.snapshot)).first)
    #expect(operation.locks == [RelationLock(RelationPart.table, .accessExclusive)])
    #expect(operation.statements[0].sql.contains("USING 'app.orders', 'at', 'monthly', 3, start"))
  }

  @Test func retiredPartitionsAreNobodys() {
    let part = part(document, key: key)
    var context = PlanContext.between(Snapshot(), part.snapshot)
    context.facts.extensions["pg_partman"] = (schema: "partman", version: "4.7.2")
    func isCandidate(_ schema: String, _ name: String) -> Bool {
      TableKind.isDropCandidate(
        Table(name: QualifiedName(schema: schema, name: name)), in: context)
    }
    #expect(!isCandidate("app", "orders_p2026_11") && !isCandidate("app", "orders_p2026w47"))
    #expect(isCandidate("app", "orders_p") && isCandidate("app", "other_p2026_11"))
    #expect(!isCandidate("partman", "template_app_orders") && isCandidate("app", "template_x"))
  }

  @Test func maintenanceNeedsBothExtensions() throws {
    var part = RelationPart(
      PartitionMaintenanceKind.self, ["schedule": "0 3 * * *"], of: ObjectID(.extension, ""))
    part.declarations.snapshot.insert(Declared(id: PartitionSet.partman))
    PartitionMaintenanceKind.complete(&part.declarations)
    #expect(part.problems == ["'partition_maintenance' needs the extension 'pg_cron'"])
    let job = try #require(part.snapshot.all(PartitionMaintenance.self).first)
    let operation = PartitionMaintenanceKind.create(job, in: .between(Snapshot(), part.snapshot))
    #expect(operation[0].kind.name == "schedule_partition_maintenance")
    #expect(operation[0].statements[0].sql.hasPrefix("SELECT cron.schedule('schema-flow"))
  }
}
