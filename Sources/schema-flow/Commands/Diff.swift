import ArgumentParser
import Reporting
import SchemaFlow

/// `diff`: shows the plan that leads from one state to another.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show the plan that leads from one schema to another.",
    discussion: "Each side is a schema directory, a connection string or an .sql file.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The schema to start from.")
  var from: String

  @Argument(help: "The schema to get to.")
  var to: String

  @Option(
    name: .customLong("roles"),
    help: "Roles to make before an .sql file: SQL, or their names, one on a line.")
  var roleFiles: [String] = []

  @Flag(name: .customLong("exit-code"), help: "End with 2 when the sides differ.")
  var usesExitCode = false

  func run() async throws {
    try await perform(options, needsDatabase: false) { context in
      let sides = Sides(settings: context.settings, roleFiles: roleFiles)
      do {
        let status = try await compare(try side(from), try side(to), sides, context)
        await sides.stop()
        return status
      } catch {
        await context.interruption.holdIfBegun()
        await sides.stop()
        throw error
      }
    }
  }

  private func side(_ text: String) throws(ProjectProblems) -> Side {
    let side = try Side(text)
    if case .database(let target) = side { try checkForm(of: target) }
    return side
  }

  private func compare(
    _ from: Side, _ to: Side, _ sides: Sides, _ context: CommandContext
  ) async throws -> ExitStatus {
    let project = try await sides.desired(to)
    context.showWarnings(of: project)
    let session = Session(try await sides.live(from))
    do {
      let connection = try await session.open(as: "diff")
      let planner = Planner(
        settings: context.settings, project: project, openSecond: session.openHelper)
      var prepared = try await planner.plan(over: connection, expectsPreScripts: true)
      if context.settings.isVerbose { try await prepared.readUnmanaged(over: connection) }
      var report = prepared.report(context.settings)
      await session.close()
      context.showWarnings(of: prepared)
      report.sameness = "both sides are the same"
      context.write(json: report.json, text: report.text(context.textOptions))
      return usesExitCode && !report.isEmpty ? .foundChanges : .done
    } catch {
      await session.close()
      throw error
    }
  }
}
