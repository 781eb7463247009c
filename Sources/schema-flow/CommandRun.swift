import ArgumentParser
import Postgres
import Reporting
import SchemaFlow
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a command ended (FORMAT.md, section 6).
enum ExitStatus: Int32 {
  case done = 0
  case wrongInput = 1
  case foundChanges = 2
  case checkFailed = 3
  case databaseRefused = 4
  case dataDiffers = 5
  case transientOutlived = 6
  /// A signal asked for the end, and it was made in order.
  case interrupted = 130
  case terminated = 143

  /// Returns the status after a signal: 128 and its number.
  static func ended(by signal: Int32) -> ExitStatus {
    ExitStatus(rawValue: 128 + signal) ?? .interrupted
  }
}

/// What a command works with once its flags are resolved.
struct CommandContext {
  let settings: Settings
  let output: Output
  let session: SchemaFlow.Session
  let interruption: Interruption

  /// The options for the command's text, which stands where the data does not.
  var textOptions: TextOptions {
    output.textOptions(
      for: textStream, isVerbose: settings.isVerbose, isQuiet: settings.isQuiet)
  }

  private var textStream: Output.Stream { settings.isJSON ? .standardError : .standardOutput }

  /// Writes the command's product: JSON with `--json`, else text.
  func write(json: JSONValue, text: String) {
    if settings.isJSON {
      output.write(json.document)
    } else if !text.isEmpty {
      output.write(text.hasSuffix("\n") ? text : text + "\n")
    }
  }

  /// Writes something to know, to standard error.
  func note(_ text: String) { output.write(text + "\n", to: .standardError) }
}

/// Resolves the flags, runs a command's body, and turns how it ended into text and exit code.
func perform(
  _ options: GlobalOptions, needsDatabase: Bool = true,
  _ body: (CommandContext) async throws -> ExitStatus
) async throws {
  let output = Output()
  var server: EphemeralServer?
  var interruption: Interruption?
  let status: ExitStatus
  do {
    var settings = try Settings.resolve(options.flags, environment: processEnvironment())
    if needsDatabase, options.isEphemeral || options.keepsEphemeral {
      server = try await startServer(options, output)
      settings.connection = server!.connectionString
    } else if needsDatabase {
      try checkForm(of: settings.connection)
    }
    let session = Session(settings.connection)
    let listening = listen(session, options.keepsEphemeral ? nil : server, output)
    interruption = listening
    let context = CommandContext(
      settings: settings, output: output, session: session, interruption: listening)
    status = try await outcome(of: body, in: context)
    await session.close()
  } catch {
    await interruption?.holdIfBegun()
    status = report(error, options, output)
  }
  await interruption?.holdIfBegun()
  if !options.keepsEphemeral { await server?.stop() }
  output.flush()
  guard status == .done else { throw ExitCode(status.rawValue) }
}

/// A connection string that can't be read is a wrong argument, not an answer of the server.
func checkForm(of connection: ConnectionString) throws(ProjectProblems) {
  do {
    _ = try connection.parsed()
  } catch {
    throw ProjectProblems("connection-string", "\(error.message): \(connection)")
  }
}

private func outcome(
  of body: (CommandContext) async throws -> ExitStatus, in context: CommandContext
) async throws -> ExitStatus {
  do {
    return try await body(context)
  } catch {
    await context.session.close()
    throw error
  }
}

private func startServer(
  _ options: GlobalOptions, _ output: Output
) async throws -> EphemeralServer {
  let server = try await EphemeralServer.start(keepRunning: options.keepsEphemeral)
  if options.keepsEphemeral {
    output.write(
      """
      ephemeral server: \(server.connectionString.text)
      stop it with: \(server.stopCommand)

      """, to: .standardError)
  }
  return server
}

private func listen(
  _ session: SchemaFlow.Session, _ server: EphemeralServer?, _ output: Output
) -> Interruption {
  Interruption { _ in
    await session.cancel()
    server?.stopNow()
    output.write(
      """

      interrupted: the transaction in progress is rolled back, what was committed stays; \
      run again to go on

      """, to: .standardError)
  }
}

/// Writes what went wrong and returns the exit status for it.
private func report(
  _ error: any Error, _ options: GlobalOptions, _ output: Output
) -> ExitStatus {
  let failure = CommandFailure(error)
  let text = output.textOptions(for: .standardError)
  if options.isJSON { output.write(failure.json.document) }
  output.write(failure.text(text), to: .standardError)
  return failure.status
}

/// Returns the variables of the process's environment.
func processEnvironment() -> [String: String] {
  var result: [String: String] = [:]
  var pointer = environ
  while let entry = pointer.pointee {
    let text = String(cString: entry)
    if let equals = text.firstIndex(of: "=") {
      result[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    pointer += 1
  }
  return result
}
