import ExpandContract
import SQLText
import SchemaCore
import Testing

@Suite struct ConditionTests {
  @Test func namesAreQualifiedOnlyBesideAnotherTable() {
    var record = ExpansionRecord(
      table: QualifiedName(schema: "shop", name: "orders"), newColumn: "total",
      oldColumn: "amount", transform: "amount / 100.0", triggerName: "t")
    #expect(record.undone == "total IS DISTINCT FROM (amount / 100.0)")
    #expect(record.relations == "shop.orders")
    record.source = ExpansionRecord.Source(
      table: QualifiedName(schema: "shop", name: "payments"),
      condition: "payments.order_id = orders.id")
    #expect(record.undone == "orders.total IS DISTINCT FROM (amount / 100.0)")
    #expect(record.relations == "shop.orders JOIN shop.payments ON (payments.order_id = orders.id)")
  }
}
