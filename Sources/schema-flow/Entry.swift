import ArgumentParser
import Reporting
import SchemaFlow

/// The command: schema as code for PostgreSQL.
struct SchemaFlowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema-flow",
    abstract: "Brings a PostgreSQL database to the state that YAML files declare.",
    version: "schema-flow \(toolVersion)",
    subcommands: [
      PlanCommand.self, RunCommand.self, ValidateCommand.self, DriftCommand.self,
      DiffCommand.self, BaselineCommand.self, StatusCommand.self, GenerateCommand.self,
      InitCommand.self, NewCommand.self, BackfillCommand.self, ExpandStatusCommand.self,
      ContractCommand.self, ExpandCommand.self, VerifyCommand.self,
    ])
}

@main struct Entry {
  static func main() async {
    do {
      let arguments = CommandLine.arguments.dropFirst().map {
        // argument-parser knows no option whose value may be left out.
        $0 == "--ephemeral=keep" ? "--ephemeral-keep" : $0
      }
      var command = try SchemaFlowCommand.parseAsRoot(Array(arguments))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      SchemaFlowCommand.exit(withError: code)
    } catch {
      exitWithUsage(error)
    }
  }

  /// Wrong arguments end with 1, help and version with 0.
  private static func exitWithUsage(_ error: any Error) -> Never {
    let isRequested = SchemaFlowCommand.exitCode(for: error) == .success
    let output = Output()
    let text = SchemaFlowCommand.fullMessage(for: error)
    output.write(
      text.hasSuffix("\n") ? text : text + "\n",
      to: isRequested ? .standardOutput : .standardError)
    output.flush()
    SchemaFlowCommand.exit(withError: ExitCode(isRequested ? 0 : ExitStatus.wrongInput.rawValue))
  }
}
