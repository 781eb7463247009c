import SchemaCore
import Testing

@Suite struct EnvironmentVariablesTests {
  @Test func findsNames() {
    #expect(EnvironmentVariables.names(in: "a${B}c${D_1}${B} $ ${ ${} ${no-name}") == ["B", "D_1"])
  }

  @Test func putsValuesIntoLiterals() {
    var fragment = SQLFragment("CREATE x OPTIONS (password 'p${SECRET}')")
    fragment.variables = ["SECRET"]
    #expect(
      fragment.resolved(["SECRET": "it's ${SECRET}"])
        == "CREATE x OPTIONS (password 'pit''s ${SECRET}')")
    #expect(fragment.resolved([:]) == nil)
  }
}
