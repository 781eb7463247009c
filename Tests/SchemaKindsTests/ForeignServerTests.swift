import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct ForeignServerTests {
  private let declared = UserMapping(
    server: "s", role: "r", options: ["user": "app", "password": "${SECRET}"])

  private func normalized(
    against live: UserMapping, _ environment: [String: String]
  ) -> UserMapping {
    var snapshot = Snapshot()
    snapshot.insert(live)
    var context = NormalizationContext(
      facts: LiveFacts(), declared: Snapshot(), live: snapshot, defaultSchema: "public",
      declaredTypes: [:])
    context.environment = environment
    return UserMappingKind.normalized(declared, in: context)
  }

  @Test func comparesSecretsByTheEnvironment() {
    var live = declared
    live.options?["password"] = "old"
    #expect(normalized(against: live, ["SECRET": "old"]) == live)
    #expect(normalized(against: live, ["SECRET": "new"]) == declared)
    #expect(normalized(against: live, [:]) == live)
  }

  @Test func takesUnreadableSecretsForUnchanged() {
    var live = declared
    live.options = nil
    #expect(normalized(against: live, ["SECRET": "new"]) == live)
  }

  @Test func showsVariablesInPlaceOfSecrets() throws {
    let context = PlanContext.between(Snapshot(), Snapshot())
    let operation = try #require(UserMappingKind.create(declared, in: context).first)
    #expect(operation.statements[0].sql.contains("password '${SECRET}'"))
    #expect(operation.statements[0].variables == ["SECRET"])
    var live = declared
    live.options?["password"] = "old"
    let change = try #require(UserMappingKind.alter(live, into: declared, in: context).first)
    #expect(!"\(change)".contains("old"))
  }

  @Test func generatesVariables() {
    var live = declared
    live.options?["password"] = "old"
    var draft = ProjectDraft(defaultSchema: "public")
    let context = PlanContext.between(Snapshot(), Snapshot())
    ServerKind.encode(ForeignServer(name: "s", wrapper: "w"), in: context, into: &draft)
    UserMappingKind.encode(live, in: context, into: &draft)
    #expect(!"\(draft.files)".contains("old") && "\(draft.files)".contains("${S_R_PASSWORD}"))
  }
}
