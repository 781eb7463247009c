import SQLText
import Testing

@Suite struct RowExpressionTests {
  private static let columns: Set<String> = [
    "first", "last", "amount", "date", "time", "zone", "year", "Total Due", "lower", "order", "at",
  ]
  private static let table = QualifiedName(schema: "shop", name: "orders")

  private static let expressions: [(text: String, row: String)] = [
    ("first || ' ' || last", "NEW.first || ' ' || NEW.last"),
    ("upper(first)", "upper(NEW.first)"),
    ("lower(lower)", "lower(NEW.lower)"),
    ("'first' || FIRST", "'first' || NEW.first"),
    ("amount /* not amount */ * 100 -- amount", "NEW.amount /* not amount */ * 100 -- amount"),
    ("\"Total Due\"::numeric", "NEW.\"Total Due\"::numeric"),
    ("orders.amount + shop.orders.amount", "NEW.amount + NEW.amount"),
    ("other.amount", "other.amount"),
    ("amount::date", "NEW.amount::date"),
    ("cast(amount AS date)", "cast(NEW.amount AS date)"),
    ("date '2026-01-31' + date", "date '2026-01-31' + NEW.date"),
    ("extract(year FROM date) + year", "extract(year FROM NEW.date) + NEW.year"),
    ("date AT TIME ZONE zone", "NEW.date AT TIME ZONE NEW.zone"),
    ("time + at", "NEW.\"time\" + NEW.at"),
    ("(first).last", "(NEW.first).last"),
    ("make_interval(days => amount, first => 1)", "make_interval(days => NEW.amount, first => 1)"),
    ("case when first is null then last end", "case when NEW.first is null then NEW.last end"),
    ("$$first$$ || E'\\'first'", "$$first$$ || E'\\'first'"),
    ("amount COLLATE first", "NEW.amount COLLATE first"),
    ("\"order\"", "NEW.\"order\""),
    ("unknown + 1", "unknown + 1"),
  ]

  @Test(arguments: expressions)
  func rewritesNothingButColumns(text: String, row: String) {
    #expect(rowExpression(text, columns: Self.columns, of: Self.table, row: "NEW") == row)
  }

  @Test func leavesSubselectsToTheServer() {
    let text = "(SELECT max(amount) FROM payments)"
    #expect(rowExpression(text, columns: Self.columns, of: Self.table, row: "NEW") == nil)
  }

  @Test func namesEachColumnOnce() {
    #expect(
      rowColumns(
        in: "first || last || orders.first", columns: Self.columns, of: Self.table)
        == ["first", "last"])
  }
}
