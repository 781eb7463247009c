public import SourceText
internal import SystemPackage

/// Reads the configuration file for an environment.
///
/// - Parameters:
///   - path: the file; where nil, `schema-flow.config.yaml` or `.yml` if there is one.
///   - environmentName: the section of `environments:` that overrides `default:` key by key.
///   - environment: the variables that `${VAR}` is read from.
///   - overriddenKeys: the keys that flags give, whose variables need not be set.
public func loadConfiguration(
  path: String?, environmentName: String?, environment: [String: String],
  directory: String = ".", overriddenKeys: Set<String> = [], into report: inout DiagnosticReport
) -> Configuration {
  let prefix = directory == "." ? "" : "\(directory)/"
  let standard = ["schema-flow.config.yaml", "schema-flow.config.yml"].map { prefix + $0 }
  guard let path = path ?? standard.first(where: { kind(ofPath: $0) != nil }) else {
    if let environmentName {
      report.error(
        "unknown-environment", "environment '\(environmentName)' needs a configuration file",
        at: nil, notes: [.init("there is no '\(standard[0])'")])
    }
    return Configuration()
  }
  var configuration = Configuration()
  configuration.path = path
  let bytes: [UInt8]
  do throws(Errno) {
    bytes = try readFile(path)
  } catch .noSuchFileOrDirectory {
    report.error("missing-file", "configuration file '\(path)' does not exist", at: nil)
    return configuration
  } catch {
    report.error("unreadable-file", "can't read file '\(path)': \(error)", at: nil)
    return configuration
  }
  let shown = SourceFile(path: path, bytes: Redaction.redact(bytes))
  var found = DiagnosticReport()
  configuration.read(
    parseYAML(bytes, reportedAs: shown, into: &found).documents, of: environmentName,
    Variables(environment: environment), overriddenKeys, &found)
  let original = SourceFile(path: path, bytes: bytes)
  for diagnostic in found.diagnostics {
    report.add(Redaction.redact(diagnostic, original: original, shown: shown))
  }
  return configuration
}

extension Configuration {
  fileprivate mutating func read(
    _ documents: [DocumentNode], of environmentName: String?, _ variables: Variables,
    _ overriddenKeys: Set<String>, _ report: inout DiagnosticReport
  ) {
    if documents.count > 1 {
      report.error(
        "wrong-type", "a configuration file must be one document", at: documents[1].range)
    }
    guard let root = documents.first,
      let file = ConfigurationFile(root, environmentName: environmentName, &report)
    else { return }
    let merged = file.merged { entry in
      let isUnused = overriddenKeys.contains(entry.key.scalar ?? "")
      return isUnused ? nil : variables.resolve(entry.value, &report)
    }
    guard var reader = MappingReader(merged, noun: "configuration", report: &report) else {
      return
    }
    read(&reader, &report)
  }
}

/// The sections of a configuration file that hold for the chosen environment, weakest first.
private struct ConfigurationFile {
  let root: DocumentNode
  var sections: [DocumentNode]

  init?(_ root: DocumentNode, environmentName: String?, _ report: inout DiagnosticReport) {
    guard var reader = MappingReader(root, noun: "configuration", report: &report) else {
      return nil
    }
    reader.accept(Configuration.keys)
    self.root = root
    sections = [root]
    if let section = reader.value("default") {
      sections.append(section)
      Self.checkKeys(section, &report)
    }
    let environments = reader.value("environments")
    reader.finish(&report)
    if let environments, environments.entries == nil {
      report.error(
        "wrong-type",
        "'environments' must be a map of names, not \(environments.formDescription)",
        at: environments.range)
    }
    for entry in environments?.entries ?? [] where !entry.value.isNull {
      Self.checkKeys(entry.value, &report)
    }
    guard let environmentName else { return }
    let names = (environments?.entries ?? []).compactMap(\.key.scalar)
    guard names.contains(environmentName) else {
      let near = nearestSpelling(of: environmentName, among: names)
      report.error(
        "unknown-environment", "environment '\(environmentName)' is not declared",
        at: environments.map { _ in reader.range(of: "environments") },
        notes: near.map { [.init("did you mean '\($0)'?")] }
          ?? [.init(Self.list(names, in: root.range.file.path))])
      return
    }
    if let section = environments?[environmentName], !section.isNull { sections.append(section) }
  }

  private static func list(_ names: [String], in path: String) -> String {
    names.isEmpty
      ? "'\(path)' declares no environments"
      : "declared are: \(names.map { "'\($0)'" }.joined(separator: ", "))"
  }

  private static func checkKeys(_ section: DocumentNode, _ report: inout DiagnosticReport) {
    guard var reader = MappingReader(section, noun: "configuration", report: &report) else {
      return
    }
    reader.accept(Configuration.keys)
    reader.finish(&report)
  }

  /// Returns one mapping of all sections, in which later ones override key by key.
  func merged(_ resolve: (DocumentNode.Entry) -> DocumentNode?) -> DocumentNode {
    var chosen: [String: DocumentNode.Entry] = [:]
    for entry in sections.lazy.flatMap({ $0.entries ?? [] }) {
      if let key = entry.key.scalar { chosen[key] = entry }
    }
    var result = root
    result.content = .mapping(
      Configuration.keys.compactMap { key in
        guard let entry = chosen[key], let value = resolve(entry) else { return nil }
        return .init(key: entry.key, value: value)
      })
    return result
  }
}
