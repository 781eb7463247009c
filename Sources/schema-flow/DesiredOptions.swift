import ArgumentParser
import Postgres
import SchemaFlow

/// The flag that puts another database's state in the project's place.
struct DesiredOptions: ParsableArguments {
  @Option(
    name: .customLong("to-db"),
    help: "Another database, whose state is the desired one in place of the schema directory.")
  var database: String?

  /// Returns the desired state, with the project's warnings shown.
  func load(_ context: CommandContext) async throws -> DeclaredProject {
    if let database {
      let target = ConnectionString(database)
      try checkForm(of: target)
      return try await DeclaredProject.reading(target)
    }
    let project = try await DeclaredProject.load(context.settings)
    context.showWarnings(of: project)
    return project
  }
}
