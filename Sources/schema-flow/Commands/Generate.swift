import ArgumentParser
import Postgres
import Reporting
import SchemaFlow

/// `generate`: turns a live database into a project.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Write a live database as a project.")

  @OptionGroup var options: GlobalOptions

  @Option(
    name: .customLong("output-dir"), help: "The directory to write to (default: that of --dir).")
  var outputDirectory: String?

  @Option(help: "The schemas to write, with commas between them (default: all).")
  var schemas: String?

  @Option(help: "The tables whose rows become seeds, with commas between them.")
  var seeds: String?

  @Option(
    name: .customLong("from-sql"),
    help: "An SQL file to load into a throwaway server first; may be given several times.")
  var sqlFiles: [String] = []

  @Option(
    name: .customLong("roles"),
    help: "Roles to make before --from-sql: SQL, or their names, one on a line.")
  var roleFiles: [String] = []

  @Flag(help: "Write the owners of what the connection's role doesn't own.")
  var owners = false

  @Flag(help: "Write into a directory that is not empty.")
  var force = false

  @Flag(help: "End with 3 when something could not be written.")
  var strict = false

  func validate() throws {
    if sqlFiles.isEmpty, !roleFiles.isEmpty {
      throw ValidationError("--roles goes with --from-sql")
    }
  }

  func run() async throws {
    var globals = options
    if !sqlFiles.isEmpty, !globals.keepsEphemeral { globals.isEphemeral = true }
    try await perform(globals) { context in
      if !sqlFiles.isEmpty {
        try await SQLSource(files: sqlFiles, roleFiles: roleFiles)
          .load(into: context.settings.connection)
      }
      var wanted = GenerateOptions()
      wanted.schemas = listed(schemas)
      wanted.seeds = listed(seeds)
      wanted.hasOwners = owners
      let connection = try await context.session.open(as: "generate")
      let project = try await Generator(settings: context.settings, options: wanted)
        .generate(over: connection)
      let directory = outputDirectory ?? context.settings.directory
      try project.write(to: directory, overwrites: force)
      let report = project.report(directory: directory)
      context.write(json: report.json, text: report.text(context.textOptions))
      if !context.settings.isQuiet {
        context.output.write(report.omissionText, to: .standardError)
      }
      return strict && !(report.omitted.isEmpty && report.unmanaged.isEmpty) ? .checkFailed : .done
    }
  }

  private func listed(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }
}
