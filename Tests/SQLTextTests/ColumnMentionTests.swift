import SQLText
import Testing

@Suite struct ColumnMentionTests {
  @Test(arguments: [
    ("custmer = 1", ["custmer"]),
    ("tenant_id = current_tenant()", ["tenant_id"]),
    ("a > 0 AND \"B\" IS NOT NULL", ["a", "B"]),
    ("status IN ('open', 'closed')", ["status"]),
    ("at > date '2020-01-01' AND day(x)::int4 > 1", ["x"]),
    ("extract(day FROM born) > 3", ["born"]),
    ("born AT TIME ZONE 'UTC' < now()", ["born"]),
    ("cast(a AS money) > 1", ["a"]),
    ("f(tenant => t)", ["t"]),
    ("EXISTS (SELECT 1 FROM o WHERE o.x = y)", []),
    ("NEW.a IS DISTINCT FROM OLD.b", ["a", "b"]),
    ("label COLLATE \"C\" > 'x'", ["label"]),
    ("kind::order_kind = 'x'", ["kind"]),
  ])
  func found(_ expression: String, _ names: [String]) {
    #expect(ColumnMention.found(in: expression).map(\.name) == names)
  }
}
