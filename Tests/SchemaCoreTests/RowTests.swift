import Testing

@testable import SchemaCore

/// Values of the catalog's answers, which come as text.
@Suite struct RowTests {
  private struct Storage: RowStorage {
    var values: [String?]
    func value(_ row: Int, _ column: Int) -> String? { values[column] }
  }

  private func row(_ values: String?...) -> Row { Row(Storage(values: values), 0) }

  @Test func valuesAndNulls() {
    let row = row("a", nil, "t", "f", "42")
    #expect(row.text(0) == "a")
    #expect(row.text(1) == "")
    #expect(row.optional(1) == nil)
    #expect(row.bool(2))
    #expect(!row.bool(3))
    #expect(!row.bool(1))
    #expect(row.int(4) == 42)
    #expect(row.int(1) == 0)
    #expect(row.array(1) == [])
  }

  @Test(
    arguments: [
      ("{}", []), ("{a}", ["a"]), ("{a,b}", ["a", "b"]), ("{\"a,b\",c}", ["a,b", "c"]),
      ("{\"say \\\"hi\\\"\"}", ["say \"hi\""]), ("{\"back\\\\slash\"}", ["back\\slash"]),
      ("{\"\"}", [""]), ("{NULL}", [""]), ("{\"NULL\"}", ["NULL"]), ("{a,NULL,b}", ["a", "", "b"]),
      ("{\"\",a}", ["", "a"]), ("{\"it's { odd }\"}", ["it's { odd }"]), ("{ü,🙂}", ["ü", "🙂"]),
    ] as [(String, [String])]) func arrays(text: String, elements: [String])
  {
    #expect(row(text).array(0) == elements)
  }
}
