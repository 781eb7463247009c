import ArgumentParser
import Reporting
import SchemaFlow

/// `init`: makes a project's folders.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a new project's folders and first files.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await perform(options, needsDatabase: false) { context in
      let made = try Scaffold.makeProject(directory: context.settings.directory)
      context.write(
        json: ["created": .array(made.map(JSONValue.string))],
        text: made.isEmpty
          ? "Nothing to do: the project is already there."
          : made.map { "created \($0)" }.joined(separator: "\n"))
      return .done
    }
  }
}

/// `new`: makes a script or a mixin.
struct NewCommand: AsyncParsableCommand {
  /// What can be made.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case pre, post, mixin
  }

  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a new pre-script, post-script or mixin.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "pre, post or mixin.")
  var form: Form

  @Option(help: "What the file is called after.")
  var name: String

  func run() async throws {
    try await perform(options, needsDatabase: false) { context in
      let directory = context.settings.directory
      let path =
        form == .mixin
        ? try Scaffold.makeMixin(name: name, directory: directory)
        : try Scaffold.makeScript(phase: form.rawValue, name: name, directory: directory)
      context.write(json: ["created": [.string(path)]], text: "created \(path)")
      return .done
    }
  }
}
