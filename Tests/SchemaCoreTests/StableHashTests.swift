import SchemaCore
import Testing

/// A hash that is written down has to be the same for ever.
@Suite struct StableHashTests {
  @Test func isTheSameInEveryRun() {
    #expect(StableHash().hexadecimal == "cbf29ce4842223256c62272e07bb0142")
    #expect(StableHash(of: ["a"]).hexadecimal == StableHash(of: ["a"]).hexadecimal)
    #expect(StableHash(of: ["a"]).hexadecimal.count == 32)
  }

  @Test func tellsTextsApart() {
    let texts = [
      [], [""], ["", ""], ["ab"], ["a", "b"], ["b", "a"], ["a", "", "b"], ["ab", ""],
    ]
    #expect(Set(texts.map { StableHash(of: $0).hexadecimal }).count == texts.count)
  }

  @Test func fewChangesGiveOtherHashes() {
    let hashes = (0..<10_000).map { StableHash(of: ["value \($0)"]).hexadecimal }
    #expect(Set(hashes).count == hashes.count)
  }
}

/// Effects, locks and phases, which reports derive their words from.
@Suite struct OperationDataTests {
  @Test(arguments: [
    ("create_table", OperationKind.Effect.create), ("add_index", .create),
    ("grant_table", .create), ("drop_table", .drop), ("revoke_table", .drop),
    ("remove_enum_value", .drop), ("disable_rls", .drop), ("alter_column", .change),
    ("set_comment", .change), ("validate_constraint", .change),
  ]) func effects(name: String, effect: OperationKind.Effect) {
    #expect(OperationKind(name, .tables).effect == effect)
  }

  @Test func locksBlockWhatTheyBlock() {
    #expect(LockMode.allCases.filter(\.blocksReaders) == [.accessExclusive])
    #expect(
      LockMode.allCases.filter(\.blocksWriters)
        == [.share, .shareRowExclusive, .exclusive, .accessExclusive])
  }

  @Test func phasesAreNamed() {
    #expect((0...16).map { Phase(rawValue: $0).name }.allSatisfy { !$0.hasPrefix("phase") })
    #expect(Phase.tables < Phase.indexes)
  }
}
